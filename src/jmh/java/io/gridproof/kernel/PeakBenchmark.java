package io.gridproof.kernel;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a core can do: multiply-adds on registers alone, in more independent chains than the unit
 * has turns to wait for. The row {@code gflop} is GFLOP/s.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = "-Xbatch")
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class PeakBenchmark {
  private static final VectorSpecies<Float> SPECIES = VectorKernel.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final int STEPS = 10_000;

  /** With the two factors they fit into 16 registers. */
  private static final int CHAINS = 12;

  private static final double GFLOP = 2e-9 * STEPS * CHAINS * LANES;

  private final float[] factors = new float[LANES];
  private final float[] summands = new float[LANES];
  private final float[] chains = new float[CHAINS * LANES];

  /** Factors below 1, with which no chain leaves the ordinary numbers. */
  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < LANES; i++) {
      factors[i] = (float) random.nextDouble(0.25, 0.75);
      summands[i] = (float) random.nextDouble(0.25, 0.75);
    }
  }

  @Benchmark
  public float[] multiplyAdds(ProductBenchmark.Work work) {
    FloatVector x = FloatVector.fromArray(SPECIES, factors, 0);
    FloatVector y = FloatVector.fromArray(SPECIES, summands, 0);
    FloatVector c0 = FloatVector.fromArray(SPECIES, chains, 0);
    FloatVector c1 = FloatVector.fromArray(SPECIES, chains, LANES);
    FloatVector c2 = FloatVector.fromArray(SPECIES, chains, 2 * LANES);
    FloatVector c3 = FloatVector.fromArray(SPECIES, chains, 3 * LANES);
    FloatVector c4 = FloatVector.fromArray(SPECIES, chains, 4 * LANES);
    FloatVector c5 = FloatVector.fromArray(SPECIES, chains, 5 * LANES);
    FloatVector c6 = FloatVector.fromArray(SPECIES, chains, 6 * LANES);
    FloatVector c7 = FloatVector.fromArray(SPECIES, chains, 7 * LANES);
    FloatVector c8 = FloatVector.fromArray(SPECIES, chains, 8 * LANES);
    FloatVector c9 = FloatVector.fromArray(SPECIES, chains, 9 * LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, chains, 10 * LANES);
    FloatVector c11 = FloatVector.fromArray(SPECIES, chains, 11 * LANES);
    for (int step = 0; step < STEPS; step++) {
      c0 = c0.fma(x, y);
      c1 = c1.fma(x, y);
      c2 = c2.fma(x, y);
      c3 = c3.fma(x, y);
      c4 = c4.fma(x, y);
      c5 = c5.fma(x, y);
      c6 = c6.fma(x, y);
      c7 = c7.fma(x, y);
      c8 = c8.fma(x, y);
      c9 = c9.fma(x, y);
      c10 = c10.fma(x, y);
      c11 = c11.fma(x, y);
    }
    c0.intoArray(chains, 0);
    c1.intoArray(chains, LANES);
    c2.intoArray(chains, 2 * LANES);
    c3.intoArray(chains, 3 * LANES);
    c4.intoArray(chains, 4 * LANES);
    c5.intoArray(chains, 5 * LANES);
    c6.intoArray(chains, 6 * LANES);
    c7.intoArray(chains, 7 * LANES);
    c8.intoArray(chains, 8 * LANES);
    c9.intoArray(chains, 9 * LANES);
    c10.intoArray(chains, 10 * LANES);
    c11.intoArray(chains, 11 * LANES);
    work.gflop += GFLOP;
    return chains;
  }
}
