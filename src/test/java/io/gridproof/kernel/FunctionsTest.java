package io.gridproof.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Samples every 997th of all floats, and the neighbourhoods of the special ones. */
class FunctionsTest {
  private static final int STRIDE = 997;
  private static final double MOST_ULPS = 2;

  private static final float[] BORDERS = {
    0f,
    -0f,
    Float.MIN_VALUE,
    Float.MIN_NORMAL,
    1f,
    0.625f,
    (float) Math.sqrt(0.5),
    (float) Math.sqrt(2),
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

  private interface Float32 {
    float apply(float x);
  }

  /** A function, its true value, and the digest of its outputs over the sample. */
  enum Function {
    EXP(
        Functions::exp,
        StrictMath::exp,
        "168a35d4a219b2fbd0e11f1b08f38be8382397b0b34257ad944a311669cc0bed"),
    LOG(
        Functions::log,
        StrictMath::log,
        "55d85b9f7c31deac127d6bd842662bc9d6a96ff13158c802c608cbdcff9358d8"),
    TANH(
        Functions::tanh,
        StrictMath::tanh,
        "b24f97023c3dbb39040c465baa025a5d78541e3088f7029f3e6af97f862e1d8e"),
    SIGMOID(
        Functions::sigmoid,
        x -> 1 / (1 + StrictMath.exp(-x)),
        "19f43a67aaac8308aae0ac62619ad5e5361a238f9bb243939ddb430f302b8b92");

    private final Float32 ours;
    private final DoubleUnaryOperator truth;
    private final String sha256;

    Function(Float32 ours, DoubleUnaryOperator truth, String sha256) {
      this.ours = ours;
      this.truth = truth;
      this.sha256 = sha256;
    }
  }

  @ParameterizedTest
  @EnumSource
  void isWithinTwoUlpsOfTheTruth(Function function) {
    double worst = 0;
    float at = 0;
    for (long bits = 0; bits < 1L << 32; bits += STRIDE) {
      float x = Float.intBitsToFloat((int) bits);
      double error = ulps(function.ours.apply(x), function.truth.applyAsDouble(x));
      if (error > worst) {
        worst = error;
        at = x;
      }
    }
    assertThat(worst).as("ulps of error at %s, the worst place", at).isLessThanOrEqualTo(MOST_ULPS);
  }

  @ParameterizedTest
  @EnumSource
  void isWithinTwoUlpsAroundItsBorders(Function function) {
    for (float border : BORDERS) {
      for (int near = -50; near <= 50; near++) {
        float x = Float.intBitsToFloat(Float.floatToIntBits(border) + near);
        for (float signed : new float[] {x, -x}) {
          assertThat(ulps(function.ours.apply(signed), function.truth.applyAsDouble(signed)))
              .as("ulps of error at %s", signed)
              .isLessThanOrEqualTo(MOST_ULPS);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsItsBits(Function function) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    for (long bits = 0; bits < 1L << 32; bits += STRIDE) {
      float y = function.ours.apply(Float.intBitsToFloat((int) bits));
      buffer.putInt(Float.floatToIntBits(y));
      if (!buffer.hasRemaining()) {
        digest.update(buffer.flip());
        buffer.clear();
      }
    }
    digest.update(buffer.flip());
    assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(function.sha256);
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

  /** The distance from the truth, in units of the last place of the float nearest to the truth. */
  private static double ulps(float ours, double truth) {
    if (Double.isNaN(truth) || Float.isNaN(ours)) {
      return Double.isNaN(truth) && Float.isNaN(ours) ? 0 : Double.POSITIVE_INFINITY;
    }
    if (ours == (float) truth) {
      return 0;
    }
    double unit = Math.min(Math.ulp((float) truth), Math.ulp(Float.MAX_VALUE));
    return Math.abs(atMost128Bits(ours) - atMost128Bits(truth)) / unit;
  }

  /** Infinity stands where the next float after the largest would stand. */
  private static double atMost128Bits(double x) {
    return Math.max(-0x1p128, Math.min(0x1p128, x));
  }
}
