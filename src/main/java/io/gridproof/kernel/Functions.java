package io.gridproof.kernel;

/**
 * Elementary functions in float32, each one fixed chain of IEEE 754 operations: the same bits on
 * every machine, which {@link Math} does not promise. Polynomials are evaluated with fused
 * multiply-adds. Those of exp, log, tanh and sigmoid are from Moshier's Cephes library; those of
 * gelu are fitted by src/test/python/gelu_polynomials.py. The error of every function is below 2
 * ulp, except for {@link #geluDerivative}, which crosses 0.
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

  /** Where |x| is smaller, a polynomial in x gives gelu. */
  static final float GELU_SMALL = 0.6875f;

  /** From here on, x times 1 - Phi is below half of the smallest float. */
  static final float GELU_LARGE = 15f;

  /** 1 / sqrt(2 pi). */
  static final float DENSITY_AT_0 = 0.39894228f;

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

  /**
   * x Phi(x), with Phi the distribution function of the standard normal distribution: half of
   * {@code x (1 + erf(x / sqrt 2))}. Below -14.4 it is -0.
   */
  public static float gelu(float x) {
    float t = Math.abs(x);
    if (t < GELU_SMALL) {
      float x2 = x * x;
      float p = 1.3182526163e-4f;
      p = Math.fma(p, x2, -1.2089267839e-3f);
      p = Math.fma(p, x2, 9.9806468934e-3f);
      p = Math.fma(p, x2, -6.6491097212e-2f);
      p = Math.fma(p, x2, 3.9894229174e-1f);
      return x * Math.fma(p, x, 0.5f);
    }
    t = t > GELU_LARGE ? GELU_LARGE : t;
    float tail = timesGaussian(t, geluTail(t));
    return x > 0 ? x - tail : -tail;
  }

  /**
   * The derivative of {@link #gelu}: Phi(x) + x phi(x), with phi the density of the standard normal
   * distribution. It lies in -0.13 .. 1.13, and its error is below 1.2e-7.
   */
  public static float geluDerivative(float x) {
    float t = Math.abs(x);
    if (t < GELU_SMALL) {
      float x2 = x * x;
      float p = 1.0787488427e-3f;
      p = Math.fma(p, x2, -9.4969728962e-3f);
      p = Math.fma(p, x2, 5.9848200530e-2f);
      p = Math.fma(p, x2, -2.6596260071e-1f);
      p = Math.fma(p, x2, 7.9788458347e-1f);
      return Math.fma(p, x, 0.5f);
    }
    t = t > GELU_LARGE ? GELU_LARGE : t;
    float tail = timesGaussian(t, Math.fma(-DENSITY_AT_0, t, geluTail(t) / t));
    return x > 0 ? 1f - tail : tail;
  }

  /** t (1 - Phi(t)) e^(t^2 / 2), from 0.5 to 15. */
  private static float geluTail(float t) {
    float q = (t - 1.5f) / (t + 1.5f);
    float p = 1.0159739759e-3f;
    p = Math.fma(p, q, -4.1722826427e-4f);
    p = Math.fma(p, q, -2.3010734003e-3f);
    p = Math.fma(p, q, -2.4813145865e-3f);
    p = Math.fma(p, q, 8.8095350657e-4f);
    p = Math.fma(p, q, 1.0790294036e-2f);
    p = Math.fma(p, q, 1.7757454887e-2f);
    p = Math.fma(p, q, -1.9797448069e-2f);
    p = Math.fma(p, q, -1.2629705667e-1f);
    p = Math.fma(p, q, 2.1112121642e-1f);
    p = Math.fma(p, q, 3.0867099762e-1f);
    return p;
  }

  /** s e^(-t^2 / 2), with the exponent in two parts: its rounding error would be too large. */
  private static float timesGaussian(float t, float s) {
    float square = t * t;
    float low = Math.fma(t, t, -square);
    float x = -0.5f * square;
    float rounded = Math.fma(x, LOG2_E, ROUNDER);
    int n = Float.floatToRawIntBits(rounded) - ROUNDER_BITS;
    float nf = rounded - ROUNDER;
    float r = Math.fma(nf, -LN2_HIGH, x) + Math.fma(nf, -LN2_LOW, -0.5f * low);
    float p = 1.9875691500e-4f;
    p = Math.fma(p, r, 1.3981999507e-3f);
    p = Math.fma(p, r, 8.3334519073e-3f);
    p = Math.fma(p, r, 4.1665795894e-2f);
    p = Math.fma(p, r, 1.6666665459e-1f);
    p = Math.fma(p, r, 5.0000001201e-1f);
    // e^r s = s + (e^r - 1) s: one rounding instead of two
    float product = Math.fma(Math.fma(p, r * r, r), s, s);
    int half = n >> 1;
    return product * powerOfTwo(half) * powerOfTwo(n - half);
  }
}
