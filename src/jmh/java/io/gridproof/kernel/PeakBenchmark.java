package io.gridproof.kernel;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
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
  private static final int STEPS = 10_000;

  private float last = 1f;

  @Benchmark
  public float multiplyAdds(ProductBenchmark.Work work) {
    last = FusedMultiplyAdds.run(STEPS, last);
    work.gflop += 1e-9 * STEPS * FusedMultiplyAdds.flopsPerStep();
    return last;
  }
}
