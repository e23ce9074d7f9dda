package io.gridproof.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** A function of {@link Functions}, and what a test compares it with. */
enum TestFunction {
  EXP(
      Functions::exp,
      (data, scratch) -> VectorFunctions.exp(data, 0, data.length),
      StrictMath::exp,
      "56476f1d360662ae3f8459708b5ead40f26cc0a7c672bbfb95d74d143701c3e0",
      "47457079691a26597da52da5824d6bb4e97d54e266bfc90cdf20c498319ad8c7"),
  LOG(
      Functions::log,
      null,
      StrictMath::log,
      "e295a62de8a3d27091864c7b3626882ea8fd856fd28004452868e75a57369349",
      "4f1f65bd03124a852d8bf9fafeffa0bd94c6701fc835e81760fb11b0c0b6a18d"),
  TANH(
      Functions::tanh,
      (data, scratch) -> VectorFunctions.tanh(data, data.length, scratch),
      StrictMath::tanh,
      "be0a9c9b36dde7210c0b4a59eba1ee41a86bd0ff373861a9b7ec8a95cf5e6755",
      "34bdb4b5299547d3ab7aad3488cae520d8b28bfa821f6582781d12696d4675ca"),
  SIGMOID(
      Functions::sigmoid,
      (data, scratch) -> VectorFunctions.sigmoid(data, data.length, scratch),
      x -> 1 / (1 + StrictMath.exp(-x)),
      "2af3462ddbfa5ac4eb929f8b564c727d5c3ac1a2b62fb708c067a394bdd6416b",
      "47579d5c2116c2a1da67342800306c9d0832bce923710cba2d484b2981942336"),
  GELU(
      Functions::gelu,
      (data, scratch) -> VectorFunctions.gelu(data, data, data.length, scratch),
      Normal::gelu,
      "496017664f27799386275bd4fed04f1aff093b1583b5fe3268f748ee37d2a098",
      "132761f4b5b8a1b57269798e598af4b4a0f6d02cf6b65321d6681f429937c197"),
  /** Its error is absolute, in units of the last place of a number in 0.5 .. 1. */
  GELU_DERIVATIVE(
      Functions::geluDerivative,
      (data, scratch) -> {
        float[] ones = new float[data.length];
        Arrays.fill(ones, 1f);
        VectorFunctions.timesGeluDerivative(data, ones, data.length, scratch);
        System.arraycopy(ones, 0, data, 0, data.length);
      },
      Normal::geluDerivative,
      "e6f87e08c424b94702e6a75f7d8efee0e23a544c906a86cde901ff56816f3e6c",
      "11dbaf30380450beeefb9064e9b3183131733b0436a868301d1619fee49a8665") {
    @Override
    double ulps(float ours, double truth) {
      return Double.isNaN(truth) && Float.isNaN(ours) ? 0 : Math.abs(ours - truth) / 0x1p-24;
    }
  };

  /** How many floats there are. Inputs are in the order of their bits, taken as unsigned. */
  static final long ALL = 1L << 32;

  private static final double MOST_ULPS = 2;

  private final Float32 ours;

  /** The twin on vectors; null where there is none. */
  private final OnVectors twin;

  private final DoubleUnaryOperator truth;

  /** The digest of every 997th result. */
  final String sampleSha256;

  /** The digest of all results. */
  final String sha256;

  TestFunction(
      Float32 ours, OnVectors twin, DoubleUnaryOperator truth, String sampleSha256, String sha256) {
    this.ours = ours;
    this.twin = twin;
    this.truth = truth;
    this.sampleSha256 = sampleSha256;
    this.sha256 = sha256;
  }

  private interface Float32 {
    float apply(float x);
  }

  private interface OnVectors {
    /** Replaces each x by its result. */
    void apply(float[] data, float[] scratch);
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

  /** The results for every {@code stride}-th input from a first one on. */
  float[] results(long first, int stride, int count) {
    float[] results = new float[count];
    for (int i = 0; i < count; i++) {
      results[i] = ours.apply(Float.intBitsToFloat((int) first + i * stride));
    }
    return results;
  }

  boolean hasTwin() {
    return twin != null;
  }

  /** The results of the twin; {@code count} is a multiple of every vector's length. */
  float[] twinResults(long first, int count) {
    float[] data = new float[count];
    for (int i = 0; i < count; i++) {
      data[i] = Float.intBitsToFloat((int) first + i);
    }
    twin.apply(data, new float[VectorFunctions.SCRATCH]);
    return data;
  }

  /** The largest deviation of such results; of equal ones, the first. */
  Deviation worst(long first, int stride, float[] results) {
    double worst = 0;
    float at = Float.intBitsToFloat((int) first);
    for (int i = 0; i < results.length; i++) {
      float x = Float.intBitsToFloat((int) first + i * stride);
      double ulps = ulps(results[i], truth.applyAsDouble(x));
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
  double ulps(float ours, double truth) {
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

  /** Digests the bits of results, little-endian; every NaN is one. */
  static void update(MessageDigest digest, float[] results) {
    ByteBuffer bytes = ByteBuffer.allocate(results.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    for (float result : results) {
      bytes.putInt(Float.floatToIntBits(result));
    }
    digest.update(bytes.flip());
  }
}
