package io.gridproof.study;

import io.gridproof.nn.Batch;
import io.gridproof.nn.Configuration;
import io.gridproof.nn.ImageSet;

/** What training takes, counted from the sizes of the matrix products alone. */
public final class Cost {
  private static final int FLOPS_PER_MULTIPLY_ADD = 2;

  private Cost() {}

  /**
   * Floating-point operations of one trial.
   *
   * @param inputs pixels of an image
   * @param trainRows images of the training set
   */
  public static double flops(Configuration configuration, int inputs, int trainRows) {
    return flopsPerSample(configuration, inputs) * samples(configuration, trainRows);
  }

  /** Of one step: a product forward, one for the gradient, one for the layer below if any. */
  private static double flopsPerSample(Configuration configuration, int inputs) {
    double flops = 0;
    int nIn = inputs;
    int products = 2;
    for (int nOut : configuration.hidden()) {
      flops += (double) products * nIn * nOut;
      nIn = nOut;
      products = 3;
    }
    flops += (double) products * nIn * ImageSet.CLASSES;
    return FLOPS_PER_MULTIPLY_ADD * flops;
  }

  /** Samples over all steps; the last batch of an epoch may be smaller than the others. */
  private static double samples(Configuration configuration, int trainRows) {
    Batch batch = configuration.batch();
    int size = batch.size(trainRows);
    int stepsPerEpoch = (trainRows + size - 1) / size;
    long steps = configuration.budget().steps(stepsPerEpoch);
    return (double) (steps / stepsPerEpoch) * trainRows + (double) (steps % stepsPerEpoch) * size;
  }
}
