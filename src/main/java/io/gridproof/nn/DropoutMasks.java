package io.gridproof.nn;

import io.gridproof.kernel.Kernel;
import io.gridproof.kernel.Matrix;

/** Makes the dropout masks of a trial; each is a function of (seed, step, layer, unit, sample). */
final class DropoutMasks {
  private static final int PROBABILITY_ONE = 1 << 16;

  private final Kernel kernel;
  private final long seed;
  private final int keepBelow;
  private final float kept;
  private int step;
  private int firstSample;

  DropoutMasks(Kernel kernel, Dropout dropout, long seed) {
    this.kernel = kernel;
    this.seed = seed;
    this.keepBelow = (int) Math.round(dropout.keepProbability() * PROBABILITY_ONE);
    this.kept = dropout.keptScale();
  }

  /** Moves to a block, which begins at a sample of the step's batch. */
  void moveTo(int step, int firstSample) {
    this.step = step;
    this.firstSample = firstSample;
  }

  void make(int layer, Matrix mask) {
    kernel.mask(seed, step, layer, firstSample, keepBelow, kept, mask);
  }
}
