package io.gridproof.nn;

import io.gridproof.kernel.Functions;
import io.gridproof.kernel.Matrix;

/** Adds up loss and predictions, block by block. */
final class Scorer {
  private double lossSum;
  private ConfusionMatrix confusion = ConfusionMatrix.empty();

  /** Adds a block on which {@link Network#forward} has run. */
  void add(Block block) {
    Matrix probabilities = block.last().a();
    for (int s = 0; s < block.samples(); s++) {
      // -log A_L of the true class, = log sum e^z - z, which has no log of 0.
      double belowMaximum = (double) block.maxima().get(0, s) - block.targets()[s];
      lossSum += Functions.log(block.sums().get(0, s)) + belowMaximum;
      confusion.add(block.labels()[s], Classification.mostProbable(probabilities, s));
    }
  }

  boolean isFinite() {
    return Double.isFinite(lossSum);
  }

  /** The mean over all that was added. */
  Evaluation evaluation() {
    return new Evaluation(lossSum / confusion.total(), confusion);
  }

  void reset() {
    lossSum = 0;
    confusion = ConfusionMatrix.empty();
  }
}
