package io.gridproof.nn;

import java.util.List;

/**
 * What came of a trial.
 *
 * @param message why it did not finish; empty if it did
 * @param stepsRun updates that were made
 * @param train on the whole training set after the last step, without dropout; null unless finished
 * @param validation null unless finished and there are such images
 * @param test null unless finished
 */
public record TrainingResult(
    Outcome outcome,
    String message,
    int stepsRun,
    Weights weights,
    List<CurvePoint> curve,
    Evaluation train,
    Evaluation validation,
    Evaluation test) {

  /** How training ended. */
  public enum Outcome {
    FINISHED,
    /** The loss was no longer a finite number. */
    DIVERGED,
    /** The time was up. */
    TIMED_OUT
  }

  public String weightsSha256() {
    return weights.sha256();
  }

  public String curveSha256() {
    return CurvePoint.sha256(curve);
  }
}
