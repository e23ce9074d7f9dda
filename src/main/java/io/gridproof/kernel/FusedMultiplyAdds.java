package io.gridproof.kernel;

/** Runs as many fused multiply-adds as a core can do, in chains that do not wait for each other. */
public final class FusedMultiplyAdds {
  private static final int SCALAR_FLOPS = 16;

  private FusedMultiplyAdds() {}

  /** The floating-point operations of one step. */
  public static int flopsPerStep() {
    return Kernels.hasVectors() ? VectorPeak.FLOPS_PER_STEP : SCALAR_FLOPS;
  }

  /**
   * Runs a number of steps.
   *
   * @return a number that depends on every step, so that the compiler removes none
   */
  public static float run(int steps, float x) {
    return Kernels.hasVectors() ? VectorPeak.run(steps, x) : runScalar(steps, x);
  }

  private static float runScalar(int steps, float x) {
    float s0 = x;
    float s1 = x + 1;
    float s2 = x + 2;
    float s3 = x + 3;
    float s4 = x + 4;
    float s5 = x + 5;
    float s6 = x + 6;
    float s7 = x + 7;
    for (int i = 0; i < steps; i++) {
      s0 = Math.fma(s0, 0.5f, 1f);
      s1 = Math.fma(s1, 0.5f, 1f);
      s2 = Math.fma(s2, 0.5f, 1f);
      s3 = Math.fma(s3, 0.5f, 1f);
      s4 = Math.fma(s4, 0.5f, 1f);
      s5 = Math.fma(s5, 0.5f, 1f);
      s6 = Math.fma(s6, 0.5f, 1f);
      s7 = Math.fma(s7, 0.5f, 1f);
    }
    return s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7;
  }
}
