package io.gridproof.kernel;

import io.gridproof.kernel.Kernel.Start;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Products of a step of training. The row {@code gflop} of a result is GFLOP/s, to be compared with
 * {@link PeakBenchmark}: it counts a multiply-add of the result as two and padding as nothing.
 *
 * <p>All benchmarks compile in the foreground ({@code -Xbatch}): until it is compiled, a kernel on
 * vectors is thousands of times slower and allocates each one, and on a busy machine the compiler's
 * threads would not be done before the measurement begins.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xbatch")
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class ProductBenchmark {

  /** What was computed. */
  @AuxCounters
  @State(Scope.Thread)
  public static class Work {
    public double gflop;
  }

  /** C = A B. */
  @State(Scope.Thread)
  public static class Matrices {
    @Param Path kernel;

    /**
     * The shapes (M, K) (K, N) as MxKxN: from 784-10-10, 784-128-64-10 and 784-512-512-10 behind
     * their first layer, on 128 samples, forward, then backward and for the gradients of the
     * weights; then awkward ones.
     */
    @Param({
      "10x10x128",
      "10x64x128",
      "64x128x128",
      "512x512x128",
      "128x64x128",
      "512x10x128",
      "10x128x10",
      "512x128x512",
      "7x13x1",
      "33x13x31",
      "100x13x97"
    })
    String shape;

    private Kernel run;
    private Matrix a;
    private Matrix aTurned;
    private Matrix b;
    private Matrix bTurned;
    private Matrix bias;
    private Matrix c;
    private double gflop;

    @Setup
    public void prepare() {
      String[] sizes = shape.split("x");
      int m = Integer.parseInt(sizes[0]);
      int k = Integer.parseInt(sizes[1]);
      int n = Integer.parseInt(sizes[2]);
      run = kernel.kernel();
      a = Samples.matrix(m, k, 1);
      aTurned = Samples.matrix(k, m, 1);
      b = Samples.matrix(k, n, 2);
      bTurned = Samples.matrix(n, k, 2);
      bias = Samples.matrix(1, m, 3);
      c = Samples.matrix(m, n, 4);
      gflop = 2e-9 * m * k * n;
    }
  }

  @Benchmark
  public Matrix affine(Matrices of, Work work) {
    of.run.affine(of.a, of.b, of.bias, of.c);
    work.gflop += of.gflop;
    return of.c;
  }

  @Benchmark
  public Matrix multiplyByTransposed(Matrices of, Work work) {
    of.run.multiplyByTransposed(of.a, of.bTurned, Start.ZERO, of.c);
    work.gflop += of.gflop;
    return of.c;
  }

  @Benchmark
  public Matrix multiplyTransposed(Matrices of, Work work) {
    of.run.multiplyTransposed(of.aTurned, of.b, of.c);
    work.gflop += of.gflop;
    return of.c;
  }

  @Benchmark
  public Matrix multiplyByTransposedAdd(Matrices of, Work work) {
    of.run.multiplyByTransposed(of.a, of.bTurned, Start.SUM, of.c);
    work.gflop += of.gflop;
    return of.c;
  }

  /** Products with images. Steps that the kernel may leave out, as all pixels are 0, count not. */
  @State(Scope.Thread)
  public static class Pixels {
    @Param Path kernel;

    /** Units of the first layer x samples. */
    @Param({"10x128", "128x128", "512x128", "7x1", "33x31", "100x97"})
    String layer;

    private Kernel run;
    private PixelPanel panel;
    private Matrix weights;
    private Matrix bias;
    private Matrix activations;
    private Matrix delta;
    private Matrix gradient;
    private double forwardGflop;
    private double backwardGflop;

    @Setup
    public void prepare() {
      String[] sizes = layer.split("x");
      int units = Integer.parseInt(sizes[0]);
      int samples = Integer.parseInt(sizes[1]);
      run = kernel.kernel();
      int[] images = Philox.shuffledIndices(1, 1, samples);
      panel = PixelPanel.of(Samples.images(samples), Samples.PIXELS, images, 0, samples);
      weights = Samples.matrix(units, Samples.PIXELS, 1);
      bias = Samples.matrix(1, units, 2);
      activations = Matrix.create(units, samples);
      delta = Samples.matrix(units, samples, 3);
      gradient = Matrix.ofPixels(units, Samples.PIXELS);
      forwardGflop = 2e-9 * units * elements(panel.columns());
      backwardGflop = 2e-9 * units * elements(panel.rows());
    }

    private static long elements(PixelStrips pixels) {
      long elements = 0;
      for (int strip = 0; strip < pixels.strips(); strip++) {
        int columns = Math.min(Matrix.WIDTH, pixels.columns() - strip * Matrix.WIDTH);
        elements += (long) columns * (pixels.start(strip + 1) - pixels.start(strip));
      }
      return elements;
    }
  }

  @Benchmark
  public Matrix affinePixels(Pixels of, Work work) {
    of.run.affine(of.weights, of.panel, of.bias, of.activations);
    work.gflop += of.forwardGflop;
    return of.activations;
  }

  @Benchmark
  public Matrix multiplyByTransposedPixels(Pixels of, Work work) {
    of.run.multiplyByTransposed(of.delta, of.panel, Start.ZERO, of.gradient);
    work.gflop += of.backwardGflop;
    return of.gradient;
  }

  @Benchmark
  public Matrix multiplyByTransposedAddPixels(Pixels of, Work work) {
    of.run.multiplyByTransposed(of.delta, of.panel, Start.SUM, of.gradient);
    work.gflop += of.backwardGflop;
    return of.gradient;
  }
}
