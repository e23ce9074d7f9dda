package io.gridproof.nn;

import java.io.Serializable;

/**
 * How well a network does on a set of images.
 *
 * @param loss the mean cross-entropy
 */
public record Evaluation(double loss, ConfusionMatrix confusion) implements Serializable {
  public double accuracy() {
    return confusion.accuracy();
  }

  /** The two numbers that a curve keeps. */
  public Score score() {
    return new Score(loss, accuracy());
  }
}
