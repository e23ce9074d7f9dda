package io.gridproof.kernel;

import static io.gridproof.kernel.Matrices.AWKWARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridproof.kernel.Kernel.Start;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every product of matrices is the chains of the law. */
@Tag("lanes")
class ProductTest {

  static List<Named<Kernel>> kernels() {
    return TestKernels.named();
  }

  /** The law, as the javadoc of {@link Kernel#affine} words it. */
  private static int[] chains(Matrix a, Matrix b, Matrix c) {
    int[] bits = new int[c.rows() * c.columns()];
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        float chain = c.get(i, j);
        for (int k = 0; k < a.columns(); k++) {
          chain = Math.fma(a.get(i, k), b.get(k, j), chain);
        }
        bits[i * c.columns() + j] = Float.floatToIntBits(chain);
      }
    }
    return bits;
  }

  private static void assertIsTheChains(Kernel kernel, Matrix a, Matrix b, Matrix c) {
    String what = "(%s) (%s) on %s".formatted(a, b, kernel.description());
    int[] onC = chains(a, b, c);
    Matrix zero = Matrix.create(c.rows(), c.columns());
    int[] onZero = chains(a, b, zero);
    Matrix product = Matrices.withSpecials(c.rows(), c.columns(), 1, 2);
    Matrix turned = Matrices.transposed(b);
    kernel.multiplyByTransposed(a, turned, Start.ZERO, product);
    Matrices.assertBits(what, product, onZero);
    kernel.multiplyTransposed(Matrices.transposed(a), b, product);
    Matrices.assertBits(what + " with the other factor transposed", product, onZero);
    Matrix bias = Matrices.withSpecials(1, c.rows(), 3, 5);
    Matrix biases = Matrix.create(c.rows(), c.columns());
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        biases.set(i, j, bias.get(0, i));
      }
    }
    kernel.affine(a, b, bias, product);
    Matrices.assertBits(what + " and a bias", product, chains(a, b, biases));
    assertPartsAre(kernel, a, turned, c, onZero, onC);
    kernel.multiplyByTransposed(a, turned, Start.SUM, c);
    Matrices.assertBits(what + " and a sum", c, onC);
  }

  private static void assertPartsAre(
      Kernel kernel, Matrix a, Matrix turned, Matrix c, int[] onZero, int[] onC) {
    String what = "parts of (%s) (%s)^T on %s".formatted(a, turned, kernel.description());
    Matrix sum = Matrices.copyOf(c);
    Matrix parts = sum.zeros();
    kernel.multiplyByTransposed(a, turned, Start.ZERO, sum, part -> Matrices.store(part, parts));
    Matrices.assertBits(what, parts, onZero);
    kernel.multiplyByTransposed(a, turned, Start.SUM, sum, part -> Matrices.store(part, parts));
    Matrices.assertBits(what + " and a sum", parts, onC);
    Matrices.assertBits("what the chains began with", sum, Matrices.bits(c));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void eachElementIsOneChainWhateverTheShapeOfTheSum(Kernel kernel) {
    for (int m : AWKWARD) {
      for (int n : AWKWARD) {
        assertIsTheChains(
            kernel,
            Matrices.ordinary(m, 7, m),
            Matrices.ordinary(7, n, n),
            Matrices.ordinary(m, n, 1));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void eachElementIsOneChainWhateverTheDepth(Kernel kernel) {
    for (int depth : AWKWARD) {
      for (int m : new int[] {1, 4, 6, 11, 33}) {
        for (int n : new int[] {1, 13, 32, 100}) {
          assertIsTheChains(
              kernel,
              Matrices.ordinary(m, depth, m),
              Matrices.ordinary(depth, n, n),
              Matrices.ordinary(m, n, 2));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void nanInfinityAndSubnormalsFollowTheChain(Kernel kernel) {
    for (int m : new int[] {1, 3, 10, 15, 33}) {
      for (int n : new int[] {1, 10, 31, 64, 100}) {
        assertIsTheChains(
            kernel,
            Matrices.withSpecials(m, 13, m, 20),
            Matrices.withSpecials(13, n, n, 20),
            Matrices.withSpecials(m, n, 3, 20));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void subnormalSumsAreNotFlushedToZero(Kernel kernel) {
    Matrix a = Matrix.create(11, 5);
    Matrix b = Matrix.create(5, 33);
    a.fill(0x1p-70f);
    b.fill(0x1.8p-75f);
    Matrix c = Matrix.create(11, 33);
    assertIsTheChains(kernel, a, b, c);
    assertThat(c.get(10, 32)).as("5 x 1.5 x 2^-145").isEqualTo(0x1.ep-143f);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aSumOfNegativeZerosIsNegativeZero(Kernel kernel) {
    Matrix a = Matrix.create(17, 3);
    Matrix b = Matrix.create(3, 33);
    b.fill(-1f);
    Matrix c = Matrix.create(17, 33);
    c.fill(-0f);
    assertIsTheChains(kernel, a, b, c);
    assertThat(Matrices.bits(c)).containsOnly(Float.floatToIntBits(-0f));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void allThreeMayBePartsOfLargerOnes(Kernel kernel) {
    for (int m : new int[] {1, 10, 13}) {
      for (int n : new int[] {1, 5, 31, 33, 64}) {
        assertIsTheChains(
            kernel,
            Matrices.ordinary(m, 60, 6).firstColumns(21),
            Matrices.ordinary(21, 128, 7).firstColumns(n),
            Matrices.ordinary(m, 128, 8).firstColumns(n));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aLargeProductIsTheChains(Kernel kernel) {
    assertIsTheChains(
        kernel,
        Matrices.ordinary(100, 784, 12),
        Matrices.ordinary(784, 207, 13),
        Matrices.ordinary(100, 207, 14));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void factorsThatDoNotFitAreRefused(Kernel kernel) {
    assertThatThrownBy(
            () ->
                kernel.multiplyByTransposed(
                    Matrix.create(2, 3), Matrix.create(5, 4), Start.ZERO, Matrix.create(2, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shapes do not fit: (2 x 3) (4 x 5) to (2 x 5)");
    assertThatThrownBy(
            () ->
                kernel.multiplyTransposed(
                    Matrix.create(3, 200), Matrix.create(4, 1), Matrix.create(200, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shapes do not fit: (3 x 200)^T (4 x 1) to (200 x 1)");
    assertThatThrownBy(
            () ->
                kernel.affine(
                    Matrix.create(2, 3),
                    Matrix.create(3, 5),
                    Matrix.create(1, 3),
                    Matrix.create(2, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("one bias for each row of 2 x 5, but got 1 x 3");
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void anyProductIsTheChains(
      @ForAll @IntRange(min = 1, max = 40) int m,
      @ForAll @IntRange(min = 1, max = 40) int depth,
      @ForAll @IntRange(min = 1, max = 80) int n,
      @ForAll long seed) {
    Matrix a = Matrices.withSpecials(m, depth, seed, 200);
    Matrix b = Matrices.withSpecials(depth, n, seed + 1, 200);
    for (Kernel kernel : TestKernels.all()) {
      assertIsTheChains(kernel, a, b, Matrices.ordinary(m, n, seed + 2));
    }
  }
}
