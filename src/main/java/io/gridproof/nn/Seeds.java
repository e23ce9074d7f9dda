package io.gridproof.nn;

import java.io.Serializable;

/** What a replicate varies: the keys of the three random streams of a trial. */
public record Seeds(long init, long shuffle, long dropout) implements Serializable {}
