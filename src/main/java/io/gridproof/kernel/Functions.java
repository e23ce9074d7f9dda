package io.gridproof.kernel;

/**
 * Elementary functions in float32, each one fixed chain of IEEE 754 operations: the same bits on
 * every machine, which {@link Math} does not promise. The polynomials are those of Moshier's Cephes
 * library, evaluated with fused multiply-adds; the error is below 2 ulp.
 */
public final class Functions {
  static final float LOG2_E = 1.44269504f;

  /** ln 2 in two parts; the first has few bits, so that n * LN2_HIGH is exact. */
  static final float LN2_HIGH = 0.693359375f;

  static final float LN2_LOW = -2.12194440e-4f;

  /** 1.5 * 2^23: adding it rounds to an integer, which is then in the low bits. */
  static final float ROUNDER = 12_582_912f;

  static final int ROUNDER_BITS = 0x4B40_0000;

  static final int EXPONENT_BIAS = 127;
  static final int MANTISSA_BITS = 23;

  private Functions() {}

  /** e^x; 0 below -104, infinity above 88.73. */
  public static float exp(float x) {
    float clamped = x > 89f ? 89f : x < -104f ? -104f : x;
    float rounded = Math.fma(clamped, LOG2_E, ROUNDER);
    int n = Float.floatToRawIntBits(rounded) - ROUNDER_BITS;
    float nf = rounded - ROUNDER;
    float r = Math.fma(nf, -LN2_LOW, Math.fma(nf, -LN2_HIGH, clamped));
    float p = 1.9875691500e-4f;
    p = Math.fma(p, r, 1.3981999507e-3f);
    p = Math.fma(p, r, 8.3334519073e-3f);
    p = Math.fma(p, r, 4.1665795894e-2f);
    p = Math.fma(p, r, 1.6666665459e-1f);
    p = Math.fma(p, r, 5.0000001201e-1f);
    float y = Math.fma(p, r * r, r) + 1f;
    // 2^n in two factors: one alone would leave the range of normal numbers.
    int half = n >> 1;
    return y * powerOfTwo(half) * powerOfTwo(n - half);
  }

  private static float powerOfTwo(int n) {
    return Float.intBitsToFloat(n + EXPONENT_BIAS << MANTISSA_BITS);
  }

  /** ln x; NaN below 0, -infinity at 0. */
  public static float log(float x) {
    if (!(x > 0)) {
      return x == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
    }
    if (x == Float.POSITIVE_INFINITY) {
      return x;
    }
    boolean subnormal = x < Float.MIN_NORMAL;
    int bits = Float.floatToRawIntBits(subnormal ? x * 0x1p23f : x);
    // x = 2^e * (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)).
    int sqrtHalf = 0x3F35_04F3;
    int e = (bits - sqrtHalf >> MANTISSA_BITS) - (subnormal ? MANTISSA_BITS : 0);
    float f = Float.intBitsToFloat(bits - (bits - sqrtHalf >> MANTISSA_BITS << MANTISSA_BITS)) - 1f;
    float p = 7.0376836292e-2f;
    p = Math.fma(p, f, -1.1514610310e-1f);
    p = Math.fma(p, f, 1.1676998740e-1f);
    p = Math.fma(p, f, -1.2420140846e-1f);
    p = Math.fma(p, f, 1.4249322787e-1f);
    p = Math.fma(p, f, -1.6668057665e-1f);
    p = Math.fma(p, f, 2.0000714765e-1f);
    p = Math.fma(p, f, -2.4999993993e-1f);
    p = Math.fma(p, f, 3.3333331174e-1f);
    float f2 = f * f;
    float y = Math.fma((float) e, LN2_LOW, f * f2 * p);
    y = Math.fma(-0.5f, f2, y);
    return Math.fma((float) e, LN2_HIGH, f + y);
  }

  /** (e^x - e^-x) / (e^x + e^-x). */
  public static float tanh(float x) {
    float size = Math.abs(x);
    return Math.copySign(size < 0.625f ? smallTanh(size) : 1f - 2f / (exp(2f * size) + 1f), x);
  }

  private static float smallTanh(float x) {
    float x2 = x * x;
    float p = -5.70498872745e-3f;
    p = Math.fma(p, x2, 2.06390887954e-2f);
    p = Math.fma(p, x2, -5.37397155531e-2f);
    p = Math.fma(p, x2, 1.33314422036e-1f);
    p = Math.fma(p, x2, -3.33332819422e-1f);
    return Math.fma(p * x2, x, x);
  }

  /** 1 / (1 + e^-x), through e^-|x|, which cannot overflow. */
  public static float sigmoid(float x) {
    float e = exp(-Math.abs(x));
    float numerator = x < 0 ? e : 1f;
    float sum = 1f + e;
    float quotient = numerator / sum;
    // One step of Newton's method takes back what the rounding of the sum and of the quotient lost.
    float lost = e - (sum - 1f);
    float remainder = Math.fma(-quotient, lost, Math.fma(-quotient, sum, numerator));
    return Math.fma(remainder, x < 0 ? 1f - quotient : quotient, quotient);
  }
}
