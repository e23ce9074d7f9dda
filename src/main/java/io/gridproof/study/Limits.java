package io.gridproof.study;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * When to give up.
 *
 * @param trialMinutes the longest that one trial may train; empty: for ever
 * @param failedTrials how many trials may fail before the run stops; empty: all
 */
public record Limits(OptionalDouble trialMinutes, OptionalInt failedTrials) {}
