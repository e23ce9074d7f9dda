package io.gridproof.nn;

import io.gridproof.kernel.Kernel;
import io.gridproof.kernel.Matrix;
import io.gridproof.kernel.Philox;

/** Makes the dropout masks of a trial; each is a function of (seed, step, layer, unit, sample). */
final class DropoutMasks {
  private final Kernel kernel;
  private final long seed;
  private final int keepBelow;
  private final float kept;
  private int step;
  private int firstSample;

  DropoutMasks(Kernel kernel, Dropout dropout, long seed) {
    this.kernel = kernel;
    this.seed = seed;
    this.keepBelow = (int) Math.round(dropout.keepProbability() * Philox.MASK_RANGE);
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
