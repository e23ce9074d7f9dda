package io.gridproof.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Runs as many multiply-adds as the core can do, in twelve vectors that do not wait for each other.
 */
final class VectorPeak {
  private static final VectorSpecies<Float> SPECIES = VectorKernel.SPECIES;
  private static final int CHAINS = 12;

  static final int FLOPS_PER_STEP = 2 * CHAINS * SPECIES.length();

  private VectorPeak() {}

  static float run(int steps, float x) {
    FloatVector s0 = FloatVector.broadcast(SPECIES, x);
    FloatVector s1 = FloatVector.broadcast(SPECIES, x + 1);
    FloatVector s2 = FloatVector.broadcast(SPECIES, x + 2);
    FloatVector s3 = FloatVector.broadcast(SPECIES, x + 3);
    FloatVector s4 = FloatVector.broadcast(SPECIES, x + 4);
    FloatVector s5 = FloatVector.broadcast(SPECIES, x + 5);
    FloatVector s6 = FloatVector.broadcast(SPECIES, x + 6);
    FloatVector s7 = FloatVector.broadcast(SPECIES, x + 7);
    FloatVector s8 = FloatVector.broadcast(SPECIES, x + 8);
    FloatVector s9 = FloatVector.broadcast(SPECIES, x + 9);
    FloatVector s10 = FloatVector.broadcast(SPECIES, x + 10);
    FloatVector s11 = FloatVector.broadcast(SPECIES, x + 11);
    for (int i = 0; i < steps; i++) {
      FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
      FloatVector one = FloatVector.broadcast(SPECIES, 1f);
      s0 = half.fma(s0, one);
      s1 = half.fma(s1, one);
      s2 = half.fma(s2, one);
      s3 = half.fma(s3, one);
      s4 = half.fma(s4, one);
      s5 = half.fma(s5, one);
      s6 = half.fma(s6, one);
      s7 = half.fma(s7, one);
      s8 = half.fma(s8, one);
      s9 = half.fma(s9, one);
      s10 = half.fma(s10, one);
      s11 = half.fma(s11, one);
    }
    return FloatVector.broadcast(SPECIES, 1f)
        .mul(s0)
        .add(s1)
        .add(s2)
        .add(s3)
        .add(s4)
        .add(s5)
        .add(s6)
        .add(s7)
        .add(s8)
        .add(s9)
        .add(s10)
        .add(s11)
        .lane(0);
  }
}
