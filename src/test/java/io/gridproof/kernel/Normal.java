package io.gridproof.kernel;

/** The standard normal distribution in double, good for twelve digits in its tails too. */
public final class Normal {
  /** From here on the continued fraction has converged, and below the series loses no digits. */
  private static final double TAIL = 3.5;

  private static final int TERMS = 120;

  /** Here 1 - Phi is below every float. */
  private static final double END = 50;

  private Normal() {}

  /** x Phi(x). */
  public static double gelu(double x) {
    return x < -END ? -0.0 : x * distribution(x);
  }

  /** Phi(x) + x phi(x). */
  public static double geluDerivative(double x) {
    if (Math.abs(x) > END) {
      return x > 0 ? 1 : 0;
    }
    return distribution(x) + x * density(x);
  }

  private static double distribution(double x) {
    return x < 0 ? tail(-x) : 1 - tail(x);
  }

  private static double density(double x) {
    return StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  /** 1 - Phi(t), for t of at least 0. */
  private static double tail(double t) {
    return t < TAIL ? 0.5 - density(t) * series(t) : density(t) / fraction(t);
  }

  /** t + t^3 / 3 + t^5 / (3 5) + ... */
  private static double series(double t) {
    double sum = 0;
    double term = t;
    for (int k = 3; sum + term != sum; k += 2) {
      sum += term;
      term *= t * t / k;
    }
    return sum;
  }

  /** t + 1 / (t + 2 / (t + 3 / (t + ... */
  private static double fraction(double t) {
    double fraction = t;
    for (int k = TERMS; k > 0; k--) {
      fraction = t + k / fraction;
    }
    return fraction;
  }
}
