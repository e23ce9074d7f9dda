package io.gridproof.nn;

import io.gridproof.kernel.Functions;
import io.gridproof.kernel.Matrix;

/** Adds up loss and predictions, block by block. */
final class Tally {
  private double lossSum;
  private ConfusionMatrix confusion = ConfusionMatrix.empty();

  /** Adds a block on which {@link Network#forward} has run. */
  void add(Block block) {
    Matrix probabilities = block.last().a();
    for (int s = 0; s < block.samples(); s++) {
      // -log A_L of the true class, = log sum e^z - z, which has no log of 0.
      double belowMaximum = (double) block.maxima().get(0, s) - block.targets()[s];
      lossSum += Functions.log(block.sums().get(0, s)) + belowMaximum;
      confusion.add(block.labels()[s], mostProbable(probabilities, s));
    }
  }

  /** The class with the highest probability; of equals, the first. */
  static int mostProbable(Matrix probabilities, int sample) {
    int best = 0;
    for (int k = 1; k < probabilities.rows(); k++) {
      if (probabilities.get(k, sample) > probabilities.get(best, sample)) {
        best = k;
      }
    }
    return best;
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
