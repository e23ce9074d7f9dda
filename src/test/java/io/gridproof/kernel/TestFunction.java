package io.gridproof.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.nn.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.function.DoubleUnaryOperator;

/** A function of {@link Functions}, and what a test compares it with. */
enum TestFunction {
  EXP(
      Functions::exp,
      StrictMath::exp,
      "56476f1d360662ae3f8459708b5ead40f26cc0a7c672bbfb95d74d143701c3e0"),
  LOG(
      Functions::log,
      StrictMath::log,
      "e295a62de8a3d27091864c7b3626882ea8fd856fd28004452868e75a57369349"),
  TANH(
      Functions::tanh,
      StrictMath::tanh,
      "be0a9c9b36dde7210c0b4a59eba1ee41a86bd0ff373861a9b7ec8a95cf5e6755"),
  SIGMOID(
      Functions::sigmoid,
      x -> 1 / (1 + StrictMath.exp(-x)),
      "2af3462ddbfa5ac4eb929f8b564c727d5c3ac1a2b62fb708c067a394bdd6416b");

  /** How many floats there are. Inputs are in the order of their bits, taken as unsigned. */
  static final long ALL = 1L << 32;

  private static final double MOST_ULPS = 2;

  private final Float32 ours;
  private final DoubleUnaryOperator truth;

  /** The digest of every 997th result. */
  final String sampleSha256;

  TestFunction(Float32 ours, DoubleUnaryOperator truth, String sampleSha256) {
    this.ours = ours;
    this.truth = truth;
    this.sampleSha256 = sampleSha256;
  }

  private interface Float32 {
    float apply(float x);
  }

  /** How far a result is from the truth, in units of the last place of the truth. */
  record Deviation(double ulps, float at) {
    Deviation worse(Deviation other) {
      return other.ulps > ulps ? other : this;
    }

    void assertIsSmall() {
      assertThat(ulps).as("ulps of error at %s", at).isLessThanOrEqualTo(MOST_ULPS);
    }
  }

  float apply(float x) {
    return ours.apply(x);
  }

  /** The largest one over every {@code stride}-th of some inputs; of equal ones, the first. */
  Deviation worst(long from, long to, int stride) {
    double worst = 0;
    float at = Float.intBitsToFloat((int) from);
    for (long bits = from; bits < to; bits += stride) {
      float x = Float.intBitsToFloat((int) bits);
      double ulps = ulps(ours.apply(x), truth.applyAsDouble(x));
      if (ulps > worst) {
        worst = ulps;
        at = x;
      }
    }
    return new Deviation(worst, at);
  }

  /**
   * The distance from the truth, in units of the last place of the float nearest to the truth. What
   * is NaN, infinite or 0, and the sign of 0, must be exact: no distance says how wrong it is.
   */
  private static double ulps(float ours, double truth) {
    float nearest = (float) truth;
    if (Float.floatToIntBits(ours) == Float.floatToIntBits(nearest)) {
      return 0;
    }
    if (isSpecial(ours) || isSpecial(nearest)) {
      return Double.POSITIVE_INFINITY;
    }
    return Math.abs(ours - truth) / Math.ulp(nearest);
  }

  private static boolean isSpecial(float x) {
    return x == 0 || !Float.isFinite(x);
  }

  /** The SHA-256 of the results for every {@code stride}-th of all floats, little-endian. */
  String digest(int stride) {
    MessageDigest digest = Sha256.create();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (long bits = 0; bits < ALL; bits += stride) {
      float y = ours.apply(Float.intBitsToFloat((int) bits));
      buffer.putInt(Float.floatToIntBits(y));
      if (!buffer.hasRemaining()) {
        digest.update(buffer.flip());
        buffer.clear();
      }
    }
    digest.update(buffer.flip());
    return Sha256.hex(digest);
  }
}
