package io.gridproof.nn;

import java.io.Serializable;

/**
 * Two numbers of a curve.
 *
 * @param loss the mean cross-entropy
 * @param accuracy correct / total
 */
public record Score(double loss, double accuracy) implements Serializable {}
