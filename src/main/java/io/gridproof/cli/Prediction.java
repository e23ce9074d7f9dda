package io.gridproof.cli;

/**
 * What a network makes of an image.
 *
 * @param file as the user named it
 * @param index of the image in its file, 0 for the first
 * @param actual the label in the file; null if there is none
 * @param probabilities (classes)
 */
record Prediction(String file, int index, Integer actual, float[] probabilities) {

  /** The class of the highest probability, the first of them if there are several. */
  int predicted() {
    int best = 0;
    for (int k = 1; k < probabilities.length; k++) {
      if (probabilities[k] > probabilities[best]) {
        best = k;
      }
    }
    return best;
  }

  float probability() {
    return probabilities[predicted()];
  }
}
