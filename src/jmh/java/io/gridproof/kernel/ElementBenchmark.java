package io.gridproof.kernel;

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
 * What a step of training does besides products. The row {@code samples} of a result is nanoseconds
 * a sample in batches of 128, so the rows of a step can be added up.
 *
 * <p>What works in place would soon have nothing but its own fixed points to work on, so it begins
 * with a fresh copy each time; the benchmark {@code copy} alone says what that takes.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xbatch")
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class ElementBenchmark {
  private static final int SAMPLES = 128;

  /** What was computed. */
  @AuxCounters
  @State(Scope.Thread)
  public static class Work {
    public long samples;
  }

  /** A layer on a block of samples. */
  @State(Scope.Thread)
  public static class Layer {
    @Param Path kernel;

    @Param({"10", "512"})
    int units;

    private Kernel run;
    private Matrix z;
    private Matrix outputs;
    private Matrix to;
    private Matrix rowSums;
    private int step;

    @Setup
    public void prepare() {
      run = kernel.kernel();
      z = Samples.matrix(units, SAMPLES, 1);
      run.scale(z, Part.all(z), 4f, z);
      outputs = Samples.matrix(units, SAMPLES, 2);
      to = Matrix.create(units, SAMPLES);
      rowSums = Matrix.create(1, units);
    }

    private Matrix copy(Work work) {
      work.samples += SAMPLES;
      run.copy(z, to);
      return to;
    }
  }

  @Benchmark
  public Matrix copy(Layer of, Work work) {
    return of.copy(work);
  }

  @Benchmark
  public Matrix relu(Layer of, Work work) {
    Matrix z = of.copy(work);
    of.run.relu(z);
    return z;
  }

  @Benchmark
  public Matrix sigmoid(Layer of, Work work) {
    Matrix z = of.copy(work);
    of.run.sigmoid(z);
    return z;
  }

  @Benchmark
  public Matrix tanh(Layer of, Work work) {
    Matrix z = of.copy(work);
    of.run.tanh(z);
    return z;
  }

  @Benchmark
  public Matrix gelu(Layer of, Work work) {
    of.run.gelu(of.z, of.to);
    work.samples += SAMPLES;
    return of.to;
  }

  @Benchmark
  public Matrix timesReluDerivative(Layer of, Work work) {
    Matrix delta = of.copy(work);
    of.run.timesReluDerivative(of.outputs, delta);
    return delta;
  }

  @Benchmark
  public Matrix timesSigmoidDerivative(Layer of, Work work) {
    Matrix delta = of.copy(work);
    of.run.timesSigmoidDerivative(of.outputs, delta);
    return delta;
  }

  @Benchmark
  public Matrix timesTanhDerivative(Layer of, Work work) {
    Matrix delta = of.copy(work);
    of.run.timesTanhDerivative(of.outputs, delta);
    return delta;
  }

  @Benchmark
  public Matrix timesGeluDerivative(Layer of, Work work) {
    Matrix delta = of.copy(work);
    of.run.timesGeluDerivative(of.z, delta);
    return delta;
  }

  @Benchmark
  public Matrix times(Layer of, Work work) {
    of.run.times(of.outputs, of.z, of.to);
    work.samples += SAMPLES;
    return of.to;
  }

  @Benchmark
  public Matrix addRowSums(Layer of, Work work) {
    of.run.addRowSums(of.z, of.rowSums);
    work.samples += SAMPLES;
    return of.rowSums;
  }

  @Benchmark
  public Matrix mask(Layer of, Work work) {
    of.run.mask(1, of.step++, 1, 0, Philox.MASK_RANGE / 5 * 4, 1.25f, of.to);
    work.samples += SAMPLES;
    return of.to;
  }

  /** The output layer. */
  @State(Scope.Thread)
  public static class Output {
    @Param Path kernel;

    private Kernel run;
    private final Matrix z = Samples.matrix(10, SAMPLES, 1);
    private final Matrix to = Matrix.create(10, SAMPLES);
    private final Matrix maxima = Matrix.create(1, SAMPLES);
    private final Matrix sums = Matrix.create(1, SAMPLES);

    @Setup
    public void prepare() {
      run = kernel.kernel();
      run.scale(z, Part.all(z), 4f, z);
    }
  }

  @Benchmark
  public Matrix softmax(Output of, Work work) {
    of.run.copy(of.z, of.to);
    of.run.softmax(of.to, of.maxima, of.sums);
    work.samples += SAMPLES;
    return of.to;
  }

  /** The weights of a layer. */
  @State(Scope.Thread)
  public static class Weights {
    @Param Path kernel;

    /** Outputs x inputs. */
    @Param({"10x784", "512x512"})
    String weights;

    private Kernel run;
    private Kernel.Adam adam;
    private Matrix w;
    private Matrix g;
    private Matrix m;
    private Matrix v;
    private Matrix scaled;
    private float scale;
    private float alpha;
    private float beta;

    @Setup
    public void prepare() {
      String[] sizes = weights.split("x");
      int outputs = Integer.parseInt(sizes[0]);
      int inputs = Integer.parseInt(sizes[1]);
      run = kernel.kernel();
      adam = new Kernel.Adam(1e-3f, 0.9f, 0.999f, 1e-8f, 1.25f, 2.5f);
      w = Samples.matrix(outputs, inputs, 1);
      g = Samples.matrix(outputs, inputs, 2);
      m = Matrix.create(outputs, inputs);
      v = Matrix.create(outputs, inputs);
      scaled = Matrix.create(outputs, inputs);
      scale = 1f / SAMPLES;
      alpha = 1e-3f;
      beta = 0.9f;
    }
  }

  @Benchmark
  public Matrix sgd(Weights of, Work work) {
    of.run.sgd(of.w, Part.all(of.g), of.scale, of.alpha);
    work.samples += SAMPLES;
    return of.w;
  }

  @Benchmark
  public Matrix momentum(Weights of, Work work) {
    of.run.momentum(of.w, Part.all(of.g), of.scale, of.alpha, of.beta, of.v);
    work.samples += SAMPLES;
    return of.w;
  }

  @Benchmark
  public Matrix adam(Weights of, Work work) {
    of.run.adam(of.w, Part.all(of.g), of.scale, of.adam, of.m, of.v);
    work.samples += SAMPLES;
    return of.w;
  }

  @Benchmark
  public Matrix scale(Weights of, Work work) {
    of.run.scale(of.w, Part.all(of.w), of.scale, of.scaled);
    work.samples += SAMPLES;
    return of.scaled;
  }

  /** A training set of which each step takes the next batch. */
  @State(Scope.Thread)
  public static class Images {
    private static final int COUNT = 8 * SAMPLES;

    private final byte[] pixels = Samples.images(COUNT);
    private final int[] order = Philox.shuffledIndices(1, 1, COUNT);
    private final PixelGatherer gatherer = new PixelGatherer(Samples.PIXELS, SAMPLES);
    private int first;
  }

  @Benchmark
  public PixelPanel gather(Images of, Work work) {
    PixelPanel panel = of.gatherer.gather(of.pixels, of.order, of.first);
    of.first = (of.first + SAMPLES) % Images.COUNT;
    work.samples += SAMPLES;
    return panel;
  }
}
