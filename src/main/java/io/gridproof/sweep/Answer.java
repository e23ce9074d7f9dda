package io.gridproof.sweep;

import io.gridproof.results.TrialReport;
import java.io.Serializable;

/** What an executor says to a trial. */
sealed interface Answer extends Serializable {

  /** It was trained, as far as it could be. */
  record Trained(TrialReport report) implements Answer {}

  /**
   * There was not enough memory, perhaps because of the other trials in that JVM.
   *
   * @param report what is to be said if there is not enough for the trial alone either
   */
  record OutOfMemory(TrialReport report) implements Answer {}

  /**
   * This executor must not train, or cannot train any trial. It says nothing about the trial.
   *
   * @param reason names the executor and what is wrong with it
   */
  record Refused(String executorId, String reason) implements Answer {}
}
