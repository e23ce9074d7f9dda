package io.gridproof.kills;

/**
 * What a completed study is, next to one that nobody disturbed.
 *
 * @param trials how many there must be
 * @param lost trials that are not there
 * @param doubled rows of trials that are there already, or that nobody planned
 * @param isEqual whether the digest and the contents of all tables are the same
 */
record Verdict(int trials, int lost, int doubled, boolean isEqual) {}
