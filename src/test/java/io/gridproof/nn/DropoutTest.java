package io.gridproof.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gridproof.kernel.Kernel;
import io.gridproof.kernel.Matrix;
import io.gridproof.nn.Dropout.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
  private static final int UNITS = 100;
  private static final int SAMPLES = 2000;

  private record Shares(double kept, double mean, float largest) {}

  private static Shares shares(Dropout dropout) {
    Matrix mask = Matrix.create(UNITS, SAMPLES);
    DropoutMasks masks = new DropoutMasks(Kernel.best(), dropout, 5);
    masks.moveTo(1, 0);
    masks.make(0, mask);
    double kept = 0;
    double sum = 0;
    float largest = 0;
    for (int i = 0; i < UNITS; i++) {
      for (int s = 0; s < SAMPLES; s++) {
        kept += mask.get(i, s) > 0 ? 1 : 0;
        sum += mask.get(i, s);
        largest = Math.max(largest, mask.get(i, s));
      }
    }
    return new Shares(kept / (UNITS * SAMPLES), sum / (UNITS * SAMPLES), largest);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.2, 0.5, 0.9})
  void invertedKeepsOneLessRateAndKeepsTheMean(double rate) {
    Shares shares = shares(new Dropout(Kind.INVERTED, rate));
    assertThat(shares.kept()).isCloseTo(1 - rate, within(0.005));
    assertThat(shares.largest()).isEqualTo((float) (1 / (1 - rate)));
    assertThat(shares.mean()).isCloseTo(1, within(0.05));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.2, 0.5, 0.9})
  void asWrittenKeepsRateAndScalesNothing(double rate) {
    Shares shares = shares(new Dropout(Kind.AS_WRITTEN, rate));
    assertThat(shares.kept()).isCloseTo(rate, within(0.005));
    assertThat(shares.largest()).isEqualTo(1f);
    assertThat(shares.mean()).isCloseTo(rate, within(0.005));
  }

  @Test
  void rateZeroIsNoDropoutInEitherKind() {
    assertThat(new Dropout(Kind.INVERTED, 0).isNone()).isTrue();
    assertThat(new Dropout(Kind.AS_WRITTEN, 0).isNone()).isTrue();
    assertThat(new Dropout(Kind.AS_WRITTEN, 0.2).isNone()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.2, Double.NaN})
  void ratesOutOfRangeAreRefused(double rate) {
    assertThatThrownBy(() -> new Dropout(Kind.INVERTED, rate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`0 <= dropout < 1` must hold, but got " + rate);
  }
}
