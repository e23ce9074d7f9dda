package io.gridproof.bench;

import io.gridproof.kernel.FusedMultiplyAdds;

/**
 * What one core of this machine can do at most, measured: the roofline that training is compared
 * with.
 *
 * @param flops floating-point operations a second of independent fused multiply-adds
 * @param bytesPerSecond read from memory, far beyond the caches
 */
public record Roofline(double flops, double bytesPerSecond) {
  private static final int ROUNDS = 30;
  private static final int STEPS = 200_000;
  private static final int WARM_UP = 40;
  private static final int LONGS = 1 << 25;

  /** Measures it, in about a second; the best of several rounds. */
  public static Roofline measure() {
    return new Roofline(peakFlops(), bandwidth());
  }

  private static double peakFlops() {
    long best = Long.MAX_VALUE;
    float sink = 0;
    for (int round = 0; round < WARM_UP + ROUNDS; round++) {
      int steps = round < WARM_UP ? STEPS / WARM_UP : STEPS;
      long start = System.nanoTime();
      sink += FusedMultiplyAdds.run(steps, sink);
      long nanos = System.nanoTime() - start;
      best = round < WARM_UP ? best : Math.min(best, nanos);
    }
    keep(sink);
    return (double) FusedMultiplyAdds.flopsPerStep() * STEPS / best * 1e9;
  }

  private static double bandwidth() {
    long[] memory = new long[LONGS];
    long best = Long.MAX_VALUE;
    long sink = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      sink += sum(memory);
      best = Math.min(best, System.nanoTime() - start);
    }
    keep(sink);
    return (double) LONGS * Long.BYTES / best * 1e9;
  }

  private static long sum(long[] memory) {
    long s0 = 0;
    long s1 = 0;
    long s2 = 0;
    long s3 = 0;
    for (int i = 0; i < memory.length; i += 4) {
      s0 += memory[i];
      s1 += memory[i + 1];
      s2 += memory[i + 2];
      s3 += memory[i + 3];
    }
    return s0 + s1 + s2 + s3;
  }

  /** Uses a result, so that the compiler cannot leave out what made it. */
  private static void keep(double result) {
    if (result == 0.123456789) {
      throw new AssertionError(result);
    }
  }
}
