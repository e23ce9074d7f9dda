package io.gridproof.nn;

import java.io.Serializable;

/** How many samples one step sees. */
public sealed interface Batch extends Serializable {

  /** The number of samples of a step when the training set has {@code m} of them. */
  int size(int m);

  /** Every step sees the whole training set, in the data set's order. */
  record Full() implements Batch {
    @Override
    public int size(int m) {
      return m;
    }
  }

  /** Every epoch is shuffled and cut into batches of {@code samples}; the last may be smaller. */
  record Mini(int samples) implements Batch {
    public Mini {
      Require.that(samples >= 1, "batch_size >= 1", samples);
    }

    @Override
    public int size(int m) {
      return samples;
    }
  }
}
