package io.gridproof.nn;

import java.io.Serializable;

/**
 * How often a trial measures itself. It changes no weight, so it is no part of a trial's identity.
 *
 * @param trainEvery steps between two measures of the training loss and accuracy
 * @param testEvery steps between two measures on the validation and test images
 */
public record Recording(int trainEvery, int testEvery) implements Serializable {
  public Recording {
    Require.that(trainEvery >= 1, "train_every >= 1", trainEvery);
    Require.that(testEvery >= 1, "test_every >= 1", testEvery);
  }
}
