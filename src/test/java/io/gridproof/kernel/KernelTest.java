package io.gridproof.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridproof.kernel.Kernel.Start;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds every kernel to the chains that the javadoc of {@link Kernel} documents, bit by bit, over
 * awkward shapes and special values.
 */
@Tag("lanes")
class KernelTest {
  private static final int[] ROWS = {1, 3, 10, 17};
  private static final int[] COLUMNS = {1, 2, 5, 13, 31, 32, 33, 64, 100, 207};

  /** One special value in so many. */
  private static final int SPECIALS = 4;

  static List<Named<Kernel>> kernels() {
    return TestKernels.named();
  }

  private interface Element {
    float of(int row, int column);
  }

  private static int[] expected(int rows, int columns, Element element) {
    int[] bits = new int[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        bits[i * columns + j] = Float.floatToIntBits(element.of(i, j));
      }
    }
    return bits;
  }

  /** Runs a test on every shape. */
  private static void forEachShape(BiConsumer<Integer, Integer> test) {
    for (int rows : ROWS) {
      for (int columns : COLUMNS) {
        test.accept(rows, columns);
      }
    }
  }

  private static Matrix specials(int rows, int columns, long seed) {
    return Matrices.withSpecials(rows, columns, seed, SPECIALS);
  }

  private static void assertBits(Matrix actual, int[] expected) {
    Matrices.assertBits("result", actual, expected);
  }

  private interface InPlace {
    void apply(Matrix z);
  }

  private interface Function {
    float apply(float x);
  }

  private static void assertMaps(InPlace operation, Function function) {
    forEachShape(
        (rows, columns) -> {
          Matrix z = specials(rows, columns, 1);
          int[] expected = expected(rows, columns, (i, j) -> function.apply(z.get(i, j)));
          operation.apply(z);
          assertBits(z, expected);
        });
  }

  private interface WithOutput {
    void apply(Matrix a, Matrix d);
  }

  private interface Derivative {
    float apply(float a, float d);
  }

  private static void assertCombines(WithOutput operation, Derivative derivative) {
    forEachShape(
        (rows, columns) -> {
          Matrix a = specials(rows, columns, 1);
          Matrix d = specials(rows, columns, 2);
          int[] expected =
              expected(rows, columns, (i, j) -> derivative.apply(a.get(i, j), d.get(i, j)));
          operation.apply(a, d);
          assertBits(d, expected);
        });
  }

  @Test
  void theBestKernelIsAVectorKernelWhereTheModuleIs() {
    boolean hasModule = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    assertThat(Kernel.best().description()).matches(hasModule ? "\\d+ lanes" : "scalar");
  }

  /** The build runs these tests on narrow vectors too, and says how many lanes there may be. */
  @Test
  void vectorsAreAsNarrowAsTheBuildAsks() {
    Matcher lanes = Pattern.compile("(\\d+) lanes").matcher(Kernel.best().description());
    assertThat(lanes.matches() ? Integer.parseInt(lanes.group(1)) : 1)
        .isLessThanOrEqualTo(Integer.getInteger("mostLanes", 16));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void copyKeepsEveryBit(Kernel kernel) {
    assertCombines(kernel::copy, (from, to) -> from);
  }

  /** The parts in which a product hands its result on. */
  private static void forEachPart(int rows, int columns, Consumer<Part> parts) {
    Matrix product = Matrix.create(rows, columns);
    Kernel.best()
        .multiplyByTransposed(
            Matrix.create(rows, 1), Matrix.create(columns, 1), Start.ZERO, product, parts);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void scaleTakesPartByPart(Kernel kernel) {
    forEachShape(
        (rows, columns) -> {
          Matrix from = specials(rows, columns, 1);
          Matrix scaled = Matrix.create(rows, columns);
          forEachPart(rows, columns, part -> kernel.scale(from, part, 3f, scaled));
          assertBits(scaled, expected(rows, columns, (i, j) -> 3f * from.get(i, j)));
        });
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aPartChangesNothingBesideIt(Kernel kernel) {
    Matrix w = Matrices.ordinary(207, 100, 1);
    Matrix before = Matrices.copyOf(w);
    float[] ones = new float[Matrix.WIDTH * Matrix.TILE];
    Part part = new Part(ones);
    part.moveTo(w, w.index(20, 32), ones.length);
    Arrays.fill(ones, 1f);
    kernel.sgd(w, part, 1f, 1f);
    assertBits(
        w,
        expected(
            207,
            100,
            (i, j) -> before.get(i, j) - (i >= 20 && i < 30 && j >= 32 && j < 64 ? 1f : 0f)));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void scaleIsOneMultiplication(Kernel kernel) {
    assertCombines(
        (from, to) -> kernel.scale(from, Part.all(from), 1f / 255f, to),
        (from, to) -> 1f / 255f * from);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void rowSumsGoOnFromWhatIsThereInTheOrderOfTheColumns(Kernel kernel) {
    forEachShape(
        (rows, columns) -> {
          Matrix d = Matrices.ordinary(rows, columns, 1);
          Matrix sums = Matrices.ordinary(1, rows, 2);
          int[] expected =
              expected(
                  1,
                  rows,
                  (zero, i) -> {
                    float sum = sums.get(0, i);
                    for (int j = 0; j < columns; j++) {
                      sum += d.get(i, j);
                    }
                    return sum;
                  });
          kernel.addRowSums(d, sums);
          assertBits(sums, expected);
        });
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void reluKeepsWhatIsNotBelowZeroAndNan(Kernel kernel) {
    assertMaps(kernel::relu, z -> z < 0 ? 0f : z);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void sigmoidIsTheFunction(Kernel kernel) {
    assertMaps(kernel::sigmoid, Functions::sigmoid);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void tanhIsTheFunction(Kernel kernel) {
    assertMaps(kernel::tanh, Functions::tanh);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void geluIsTheFunction(Kernel kernel) {
    assertCombines(kernel::gelu, (z, before) -> Functions.gelu(z));
  }

  /** Every 9,973rd of all floats, a column each. */
  @ParameterizedTest
  @MethodSource("kernels")
  void theFunctionsAreTheSameOnAllKindsOfFloats(Kernel kernel) {
    int stride = 9973;
    Matrix x = Matrix.create(1, (int) ((1L << 32) / stride));
    for (int j = 0; j < x.columns(); j++) {
      x.set(0, j, Float.intBitsToFloat(j * stride));
    }
    Matrix sigmoid = Matrices.copyOf(x);
    Matrix tanh = Matrices.copyOf(x);
    Matrix gelu = Matrices.copyOf(x);
    Matrix slopes = Matrices.copyOf(x);
    kernel.sigmoid(sigmoid);
    kernel.tanh(tanh);
    kernel.gelu(x, gelu);
    slopes.fill(1f);
    kernel.timesGeluDerivative(x, slopes);
    assertBits(sigmoid, expected(1, x.columns(), (i, j) -> Functions.sigmoid(x.get(i, j))));
    assertBits(tanh, expected(1, x.columns(), (i, j) -> Functions.tanh(x.get(i, j))));
    assertBits(gelu, expected(1, x.columns(), (i, j) -> Functions.gelu(x.get(i, j))));
    assertBits(slopes, expected(1, x.columns(), (i, j) -> Functions.geluDerivative(x.get(i, j))));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theReluDerivativeIsOneAboveZeroOnly(Kernel kernel) {
    assertCombines(kernel::timesReluDerivative, (a, d) -> a > 0 ? d : 0f);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theSigmoidDerivativeIsAFunctionOfTheOutput(Kernel kernel) {
    assertCombines(kernel::timesSigmoidDerivative, (a, d) -> d * (a * (1f - a)));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theTanhDerivativeIsAFunctionOfTheOutput(Kernel kernel) {
    assertCombines(kernel::timesTanhDerivative, (a, d) -> d * Math.fma(-a, a, 1f));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theGeluDerivativeIsAFunctionOfTheInput(Kernel kernel) {
    assertCombines(kernel::timesGeluDerivative, (z, d) -> d * Functions.geluDerivative(z));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void timesIsOneMultiplicationAndMayBeInPlace(Kernel kernel) {
    assertCombines((a, d) -> kernel.times(a, d, d), (a, d) -> a * d);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void softmaxIsTheChainInClassOrder(Kernel kernel) {
    for (int classes : new int[] {2, 3, 10}) {
      for (int columns : COLUMNS) {
        Matrix z = Matrices.withSpecials(classes, columns, 1, 40);
        kernel.scale(z, Part.all(z), 8f, z);
        Matrix before = Matrices.copyOf(z);
        Matrix maxima = Matrix.create(1, columns);
        Matrix sums = Matrix.create(1, columns);
        kernel.softmax(z, maxima, sums);
        for (int j = 0; j < columns; j++) {
          assertIsSoftmax(before, j, maxima.get(0, j), sums.get(0, j), z);
        }
      }
    }
  }

  private static void assertIsSoftmax(Matrix z, int j, float maximum, float total, Matrix actual) {
    float max = z.get(0, j);
    for (int i = 1; i < z.rows(); i++) {
      max = z.get(i, j) > max ? z.get(i, j) : max;
    }
    float sum = 0;
    for (int i = 0; i < z.rows(); i++) {
      sum += Functions.exp(z.get(i, j) - max);
    }
    assertThat(Float.floatToIntBits(maximum)).isEqualTo(Float.floatToIntBits(max));
    assertThat(Float.floatToIntBits(total)).isEqualTo(Float.floatToIntBits(sum));
    for (int i = 0; i < z.rows(); i++) {
      assertThat(Float.floatToIntBits(actual.get(i, j)))
          .as("class %d of sample %d", i, j)
          .isEqualTo(Float.floatToIntBits(Functions.exp(z.get(i, j) - max) / sum));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void softmaxOfHugeNumbersAddsUpToOne(Kernel kernel) {
    Matrix z = Matrix.create(10, 40);
    for (int i = 0; i < 10; i++) {
      for (int j = 0; j < 40; j++) {
        z.set(i, j, 1e30f * (i % 3) - j);
      }
    }
    kernel.softmax(z, Matrix.create(1, 40), Matrix.create(1, 40));
    for (int j = 0; j < 40; j++) {
      float sum = 0;
      for (int i = 0; i < 10; i++) {
        sum += z.get(i, j);
      }
      assertThat(sum).as("sum of sample %d", j).isBetween(1f - 1e-6f, 1f + 1e-6f);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void sgdIsOneFusedMultiplyAddOnTheScaledGradient(Kernel kernel) {
    assertCombines(
        (g, w) -> kernel.sgd(w, Part.all(g), 0.01f, 0.3f), (g, w) -> Math.fma(-0.3f, g * 0.01f, w));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void decayAddsAShareOfTheWeightsToTheScaledGradient(Kernel kernel) {
    assertCombines(
        (w, g) -> kernel.decay(w, 0.3f, Part.all(g), 0.01f),
        (w, g) -> Math.fma(0.3f, w, g * 0.01f));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void momentumKeepsItsVelocity(Kernel kernel) {
    forEachShape(
        (rows, columns) -> {
          Matrix w = specials(rows, columns, 1);
          Matrix g = specials(rows, columns, 2);
          Matrix v = specials(rows, columns, 3);
          Matrix v0 = Matrices.copyOf(v);
          Matrix w0 = Matrices.copyOf(w);
          kernel.momentum(w, Part.all(g), 0.01f, 0.3f, 0.9f, v);
          Element velocity = (i, j) -> Math.fma(0.9f, v0.get(i, j), g.get(i, j) * 0.01f);
          assertBits(v, expected(rows, columns, velocity));
          assertBits(
              w,
              expected(rows, columns, (i, j) -> Math.fma(-0.3f, velocity.of(i, j), w0.get(i, j))));
        });
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void adamKeepsItsTwoMoments(Kernel kernel) {
    Kernel.Adam adam = new Kernel.Adam(0.01f, 0.9f, 0.999f, 1e-8f, 5.26f, 500.3f);
    forEachShape(
        (rows, columns) -> {
          Matrix w = specials(rows, columns, 1);
          Matrix g = specials(rows, columns, 2);
          Matrix m = specials(rows, columns, 3);
          Matrix v = Matrices.ordinary(rows, columns, 4);
          Matrix w0 = Matrices.copyOf(w);
          Matrix m0 = Matrices.copyOf(m);
          Matrix v0 = Matrices.copyOf(v);
          kernel.adam(w, Part.all(g), 0.01f, adam, m, v);
          Element scaled = (i, j) -> g.get(i, j) * 0.01f;
          Element first = (i, j) -> Math.fma(0.9f, m0.get(i, j), (1f - 0.9f) * scaled.of(i, j));
          Element second =
              (i, j) ->
                  Math.fma(0.999f, v0.get(i, j), (1f - 0.999f) * scaled.of(i, j) * scaled.of(i, j));
          assertBits(m, expected(rows, columns, first));
          assertBits(v, expected(rows, columns, second));
          assertBits(
              w,
              expected(
                  rows,
                  columns,
                  (i, j) -> {
                    float root = (float) Math.sqrt(second.of(i, j) * 500.3f);
                    return w0.get(i, j) - 0.01f * (first.of(i, j) * 5.26f) / (root + 1e-8f);
                  }));
        });
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void shapesThatDifferAreRefused(Kernel kernel) {
    Matrix a = Matrix.create(2, 3);
    Matrix b = Matrix.create(3, 2);
    List<Runnable> operations =
        List.of(
            () -> kernel.copy(a, b),
            () -> kernel.scale(a, Part.all(a), 2f, b),
            () -> kernel.timesReluDerivative(a, b),
            () -> kernel.timesSigmoidDerivative(a, b),
            () -> kernel.timesTanhDerivative(a, b),
            () -> kernel.gelu(a, b),
            () -> kernel.timesGeluDerivative(a, b),
            () -> kernel.times(a, a, b),
            () -> kernel.decay(a, 1f, Part.all(b), 1f),
            () -> kernel.sgd(a, Part.all(b), 1f, 1f),
            () -> kernel.momentum(a, Part.all(a), 1f, 1f, 1f, b),
            () -> kernel.adam(a, Part.all(a), 1f, new Kernel.Adam(1, 1, 1, 1, 1, 1), a, b));
    for (Runnable operation : operations) {
      assertThatThrownBy(operation::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("shapes must be equal, but got ");
    }
  }
}
