package io.gridproof.nn;

import java.io.Serializable;

/** How long a trial trains. */
public sealed interface Budget extends Serializable {

  /**
   * The number of steps, when an epoch has {@code stepsPerEpoch} of them.
   *
   * @throws IllegalArgumentException if it is above 2^31 - 1
   */
  int steps(int stepsPerEpoch);

  /** A number of parameter updates. */
  record Steps(int count) implements Budget {
    public Steps {
      Require.that(count >= 1 && count <= MOST, "1 <= steps <= " + MOST, count);
    }

    @Override
    public int steps(int stepsPerEpoch) {
      return count;
    }
  }

  /** A number of passes over the training set. */
  record Epochs(int count) implements Budget {
    public Epochs {
      Require.that(count >= 1 && count <= MOST, "1 <= epochs <= " + MOST, count);
    }

    @Override
    public int steps(int stepsPerEpoch) {
      long steps = (long) count * stepsPerEpoch;
      Require.that(steps <= Integer.MAX_VALUE, "steps <= " + Integer.MAX_VALUE, steps);
      return (int) steps;
    }
  }

  int MOST = 10_000_000;
}
