package io.gridproof.nn;

import io.gridproof.kernel.Matrix;

/**
 * What a network makes of an image.
 *
 * @param predicted the class of the highest probability; the first one if several are equal
 * @param probabilities (classes)
 */
public record Classification(int predicted, float[] probabilities) {

  /**
   * @param outputs A_L, the probabilities; (classes, samples)
   */
  static Classification of(Matrix outputs, int sample) {
    float[] probabilities = new float[outputs.rows()];
    for (int k = 0; k < probabilities.length; k++) {
      probabilities[k] = outputs.get(k, sample);
    }
    return new Classification(mostProbable(outputs, sample), probabilities);
  }

  /** The predicted class alone. */
  static int mostProbable(Matrix outputs, int sample) {
    int best = 0;
    for (int k = 1; k < outputs.rows(); k++) {
      if (outputs.get(k, sample) > outputs.get(best, sample)) {
        best = k;
      }
    }
    return best;
  }

  /** The probability of the predicted class. */
  public float probability() {
    return probabilities[predicted];
  }
}
