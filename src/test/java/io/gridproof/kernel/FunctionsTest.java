package io.gridproof.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.gridproof.nn.Sha256;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Samples every 997th of all floats, and the neighbourhoods of the special ones. */
class FunctionsTest {
  private static final int STRIDE = 997;

  private static final float[] BORDERS = {
    0f,
    -0f,
    Float.MIN_VALUE,
    Float.MIN_NORMAL,
    1f,
    0.625f,
    0.6875f,
    (float) Math.sqrt(0.5),
    (float) Math.sqrt(2),
    13.15f,
    14.37f,
    15f,
    17f,
    87.33655f,
    88.02969f,
    88.72284f,
    89f,
    103.27893f,
    103.97208f,
    104f,
    Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NaN
  };

  private static float[] sample(TestFunction function) {
    return function.results(0, STRIDE, (int) (TestFunction.ALL / STRIDE) + 1);
  }

  @ParameterizedTest
  @EnumSource
  void isWithinTwoUlpsOfTheTruth(TestFunction function) {
    function.worst(0, STRIDE, sample(function)).assertIsSmall();
  }

  @ParameterizedTest
  @EnumSource
  void isWithinTwoUlpsAroundItsBorders(TestFunction function) {
    for (float border : BORDERS) {
      for (float signed : new float[] {border, -border}) {
        int bits = Float.floatToIntBits(signed);
        function.worst(bits - 50, 1, function.results(bits - 50, 1, 101)).assertIsSmall();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsItsBits(TestFunction function) {
    MessageDigest digest = Sha256.create();
    TestFunction.update(digest, sample(function));
    assertThat(Sha256.hex(digest)).isEqualTo(function.sampleSha256);
  }

  @Test
  void expGoesFromZeroToInfinity() {
    assertThat(Functions.exp(Float.NEGATIVE_INFINITY)).isEqualTo(0f);
    assertThat(Functions.exp(-104f)).isEqualTo(0f);
    assertThat(Functions.exp(-103.9f)).isEqualTo(Float.MIN_VALUE);
    assertThat(Functions.exp(0f)).isEqualTo(1f);
    assertThat(Functions.exp(-0f)).isEqualTo(1f);
    assertThat(Functions.exp(88.72f)).isFinite();
    assertThat(Functions.exp(88.73f)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Functions.exp(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Functions.exp(Float.NaN)).isNaN();
  }

  @Test
  void logIsDefinedFromZeroOn() {
    assertThat(Functions.log(0f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Functions.log(-0f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Functions.log(1f)).isEqualTo(0f);
    assertThat(Functions.log(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Functions.log(-Float.MIN_VALUE)).isNaN();
    assertThat(Functions.log(Float.NEGATIVE_INFINITY)).isNaN();
    assertThat(Functions.log(Float.NaN)).isNaN();
  }

  @Test
  void tanhIsOddAndEndsAtOne() {
    for (float x = 0; x < 12; x += 0.01f) {
      assertThat(Float.floatToIntBits(Functions.tanh(-x)))
          .as("bits of tanh(-%s)", x)
          .isEqualTo(Float.floatToIntBits(-Functions.tanh(x)));
    }
    assertThat(Functions.tanh(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(Functions.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
    assertThat(Functions.tanh(Float.NaN)).isNaN();
  }

  @Test
  void sigmoidStaysBetweenZeroAndOne() {
    assertThat(Functions.sigmoid(Float.NEGATIVE_INFINITY)).isEqualTo(0f);
    assertThat(Functions.sigmoid(-100f)).isBetween(0f, 1e-43f);
    assertThat(Functions.sigmoid(0f)).isEqualTo(0.5f);
    assertThat(Functions.sigmoid(-0f)).isEqualTo(0.5f);
    assertThat(Functions.sigmoid(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(Functions.sigmoid(Float.NaN)).isNaN();
  }

  /** x, gelu(x) and its derivative, by mpmath 1.3 with 200 bits. */
  @Test
  void theTruthOfGeluIsTheTruth() {
    double[][] known = {
      {-13, -7.952313719414844e-38, -1.033730444011336e-36},
      {-6.5, -2.610400379508427e-10, -1.695051793757263e-9},
      {-3.5, -0.0008142017766243376, -0.002821760353624635},
      {-1.25, -0.1320622170835691, -0.1226615830694221},
      {-0.75, -0.1699705142826511, 0.0007742782607648956},
      {-0.25, -0.1003234185792691, 0.304626645116364},
      {0.5, 0.3457312306370066, 0.8674951246561628},
      {1.75, 1.67989647548832, 1.110926151082578},
      {4.0, 3.999873315032668, 1.000503649661226},
    };
    for (double[] row : known) {
      assertThat(Normal.gelu(row[0])).isCloseTo(row[1], withinPercentage(1e-10));
      assertThat(Normal.geluDerivative(row[0])).isCloseTo(row[2], withinPercentage(1e-10));
    }
  }

  @Test
  void geluGoesFromZeroToItsArgument() {
    assertBits(Functions.gelu(Float.NEGATIVE_INFINITY), -0f);
    assertBits(Functions.gelu(-15f), -0f);
    assertThat(Functions.gelu(-14.3f)).isBetween(-1e-44f, -Float.MIN_VALUE);
    assertBits(Functions.gelu(-0f), -0f);
    assertBits(Functions.gelu(0f), 0f);
    assertThat(Functions.gelu(6f)).isEqualTo(6f);
    assertThat(Functions.gelu(Float.MAX_VALUE)).isEqualTo(Float.MAX_VALUE);
    assertThat(Functions.gelu(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Functions.gelu(Float.NaN)).isNaN();
    assertThat(Functions.geluDerivative(0f)).isEqualTo(0.5f);
    assertThat(Functions.geluDerivative(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(Functions.geluDerivative(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(Functions.geluDerivative(Float.NaN)).isNaN();
  }

  private static void assertBits(float actual, float expected) {
    assertThat(Float.floatToIntBits(actual)).isEqualTo(Float.floatToIntBits(expected));
  }
}
