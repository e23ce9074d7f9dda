package io.gridproof.nn;

import java.io.Serializable;
import java.util.Objects;

/**
 * Dropout after every hidden layer, in training only.
 *
 * @param kind what the rate means; without effect where the rate is 0
 * @param rate {@code 0 <= rate < 1}; 0 is no dropout at all, in either kind
 */
public record Dropout(Kind kind, double rate) implements Serializable {

  /** The two readings of "dropout rate". */
  public enum Kind {
    /** An element is dropped with probability rate, and the kept ones are divided by 1 - rate. */
    INVERTED,
    /** The paper's text: an element is kept with probability rate, and nothing is rescaled. */
    AS_WRITTEN
  }

  public static final Dropout NONE = new Dropout(Kind.INVERTED, 0);

  public Dropout {
    Objects.requireNonNull(kind);
    checkRate(rate);
  }

  /**
   * @throws IllegalArgumentException if it is out of range
   */
  public static void checkRate(double rate) {
    Require.that(rate >= 0 && rate < 1, "0 <= dropout < 1", rate);
  }

  public boolean isNone() {
    return rate == 0;
  }

  /** The share of elements that survive. */
  public double keepProbability() {
    return switch (kind) {
      case INVERTED -> 1 - rate;
      case AS_WRITTEN -> rate;
    };
  }

  /** What a surviving element is multiplied by. */
  float keptScale() {
    return switch (kind) {
      case INVERTED -> (float) (1 / (1 - rate));
      case AS_WRITTEN -> 1f;
    };
  }
}
