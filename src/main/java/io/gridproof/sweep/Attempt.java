package io.gridproof.sweep;

import io.gridproof.study.Trial;
import java.io.Serializable;

/**
 * A trial on its way to an executor.
 *
 * @param before how often it was tried before
 * @param alone which of the jobs is this that it has the cluster to itself for; 0 if it shares it
 */
record Attempt(Trial trial, int before, int alone) implements Serializable {

  static Attempt first(Trial trial) {
    return new Attempt(trial, 0, 0);
  }

  /**
   * The next one, with the cluster to itself.
   *
   * @param tries how often Spark tried this one
   */
  Attempt next(int tries) {
    return new Attempt(trial, before + tries, alone + 1);
  }

  boolean isAlone() {
    return alone > 0;
  }
}
