package io.gridproof.nn;

import java.io.Serializable;
import java.util.List;

/**
 * The result of training a trial. It is the same wherever the trial ran.
 *
 * @param error why it did not finish; null if it did
 * @param stepsRun updates that were made
 * @param weightsSha256 of the weights after the last of them; null if there are none
 * @param weights null if there are none, or if they are not kept
 * @param train on the whole training set after the last step, without dropout; null unless finished
 * @param validation null unless finished and there are such images
 * @param test null unless finished
 */
public record TrainingResult(
    Status status,
    String error,
    int stepsRun,
    String weightsSha256,
    Weights weights,
    List<CurvePoint> curve,
    Evaluation train,
    Evaluation validation,
    Evaluation test)
    implements Serializable {

  /** The result of a trial whose training was cut off. */
  public static TrainingResult none(Status status, String error) {
    return new TrainingResult(status, error, 0, null, null, List.of(), null, null, null);
  }

  /** SHA-256 over the bits of all points of the curve; null if training was cut off. */
  public String curveSha256() {
    return weightsSha256 == null ? null : CurvePoint.sha256(curve);
  }

  /** The same without the weights, which may be large. */
  public TrainingResult withoutWeights() {
    return new TrainingResult(
        status, error, stepsRun, weightsSha256, null, curve, train, validation, test);
  }
}
