package io.gridproof.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.kernel.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InitializerTest {
  private static final int INPUTS = 400;
  private static final int OUTPUTS = 200;

  /** Standard errors; the numbers are fixed, so this passes always or never. */
  private static final double SIGMAS = 5;

  private static final double UNIFORM_KURTOSIS = 1.8;
  private static final double NORMAL_KURTOSIS = 3;

  /** The paper's table, with the moments of each distribution. */
  enum Expected {
    RANDOM(Initializer.RANDOM, 1.0 / 12, UNIFORM_KURTOSIS),
    XAVIER(Initializer.XAVIER, 2.0 / (INPUTS + OUTPUTS), UNIFORM_KURTOSIS),
    KAIMING(Initializer.KAIMING, 2.0 / INPUTS, NORMAL_KURTOSIS),
    XAVIER_AS_WRITTEN(
        Initializer.XAVIER_AS_WRITTEN, Math.sqrt(6.0 / (INPUTS + OUTPUTS)), NORMAL_KURTOSIS),
    KAIMING_AS_WRITTEN(Initializer.KAIMING_AS_WRITTEN, Math.sqrt(2.0 / INPUTS), NORMAL_KURTOSIS);

    private final Initializer initializer;
    private final double variance;
    private final double kurtosis;

    Expected(Initializer initializer, double variance, double kurtosis) {
      this.initializer = initializer;
      this.variance = variance;
      this.kurtosis = kurtosis;
    }

    Weights.Layer layer() {
      return Weights.initial(List.of(INPUTS, OUTPUTS), initializer, 42).layers().get(0);
    }

    /** The mean of w^power. */
    double moment(int power) {
      Matrix w = layer().w();
      double sum = 0;
      for (int i = 0; i < OUTPUTS; i++) {
        for (int k = 0; k < INPUTS; k++) {
          sum += Math.pow(w.get(i, k), power);
        }
      }
      return sum / (INPUTS * OUTPUTS);
    }

    double largest() {
      Matrix w = layer().w();
      double largest = 0;
      for (int i = 0; i < OUTPUTS; i++) {
        for (int k = 0; k < INPUTS; k++) {
          largest = Math.max(largest, Math.abs(w.get(i, k)));
        }
      }
      return largest;
    }
  }

  private static final double ROOT_N = Math.sqrt(INPUTS * OUTPUTS);

  @ParameterizedTest
  @EnumSource
  void theMeanIsZero(Expected expected) {
    double error = Math.sqrt(expected.variance) / ROOT_N;
    assertThat(expected.moment(1)).isBetween(-SIGMAS * error, SIGMAS * error);
  }

  @ParameterizedTest
  @EnumSource
  void theVarianceIsTheFormula(Expected expected) {
    double relativeError = Math.sqrt(expected.kurtosis - 1) / ROOT_N;
    assertThat(expected.moment(2) / expected.variance)
        .isBetween(1 - SIGMAS * relativeError, 1 + SIGMAS * relativeError);
  }

  @ParameterizedTest
  @EnumSource
  void theShapeIsTheOneThatTheTableNames(Expected expected) {
    double kurtosis = expected.moment(4) / Math.pow(expected.moment(2), 2);
    assertThat(kurtosis).isBetween(expected.kurtosis - 0.2, expected.kurtosis + 0.2);
  }

  @Test
  void randomFillsItsRange() {
    assertThat(Expected.RANDOM.largest()).isBetween(0.4999, 0.5);
  }

  @Test
  void xavierFillsItsRange() {
    double limit = Math.sqrt(6.0 / (INPUTS + OUTPUTS));
    assertThat(Expected.XAVIER.largest()).isBetween(0.9998 * limit, 1.000001 * limit);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RANDOM")
  void biasesAreZero(Expected expected) {
    Matrix b = expected.layer().b();
    for (int i = 0; i < OUTPUTS; i++) {
      assertThat(b.get(0, i)).isZero();
    }
  }

  @Test
  void theBiasesOfRandomAreRandom() {
    Matrix b = Expected.RANDOM.layer().b();
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < OUTPUTS; i++) {
      assertThat(b.get(0, i)).isBetween(-0.5f, 0.5f);
      sum += b.get(0, i);
      squares += b.get(0, i) * b.get(0, i);
    }
    assertThat(sum / OUTPUTS).isBetween(-0.1, 0.1);
    assertThat(squares / OUTPUTS).isBetween(0.06, 0.11);
  }

  @ParameterizedTest
  @EnumSource
  void aWeightIsAFunctionOfSeedLayerAndPlace(Expected expected) {
    List<Integer> sizes = List.of(30, 20, 20, 10);
    Weights weights = Weights.initial(sizes, expected.initializer, 1);
    Initializer.Draw draw = expected.initializer.draw(20, 20);
    int[] scratch = new int[4];
    Weights.Layer second = weights.layers().get(1);
    for (int i = 0; i < 20; i++) {
      for (int k = 0; k < 20; k++) {
        assertThat(second.w().get(i, k)).isEqualTo(draw.weight(1, 1, 20 * i + k, scratch));
      }
      assertThat(second.b().get(0, i)).isEqualTo(draw.bias(1, 1, 400 + i, scratch));
    }
  }

  @ParameterizedTest
  @EnumSource
  void layersAndSeedsDrawNumbersOfTheirOwn(Expected expected) {
    List<Integer> sizes = List.of(20, 20, 20);
    Weights weights = Weights.initial(sizes, expected.initializer, 1);
    Weights other = Weights.initial(sizes, expected.initializer, 2);
    byte[] first = weights.layers().get(0).weightBytes();
    assertThat(first)
        .isNotEqualTo(weights.layers().get(1).weightBytes())
        .isNotEqualTo(other.layers().get(0).weightBytes());
  }
}
