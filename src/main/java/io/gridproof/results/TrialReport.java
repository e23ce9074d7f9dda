package io.gridproof.results;

import io.gridproof.nn.CurvePoint;
import io.gridproof.nn.Evaluation;
import io.gridproof.study.Trial;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * What came of a trial and where it ran; travels from the executor to the driver.
 *
 * @param error why it did not finish; null if it did
 */
public record TrialReport(Trial trial, Status status, String error, Outcome outcome, Execution run)
    implements Serializable {

  /**
   * What training gave: the same wherever it ran.
   *
   * @param weightsSha256 null if there are none
   * @param curveSha256 null if there is none
   * @param train null unless finished
   * @param validation null unless finished and there are such images
   * @param test null unless finished
   * @param model empty unless the study keeps weights
   */
  public record Outcome(
      int stepsRun,
      String weightsSha256,
      String curveSha256,
      List<CurvePoint> curve,
      Evaluation train,
      Evaluation validation,
      Evaluation test,
      List<LayerBytes> model)
      implements Serializable {

    /** Of a trial whose training did not come to an end of its own. */
    public static final Outcome NONE =
        new Outcome(0, null, null, List.of(), null, null, null, List.of());
  }

  /**
   * A layer of the trained network.
   *
   * @param weights (n_out, n_in), row by row, little-endian float32
   * @param biases (n_out), little-endian float32
   */
  public record LayerBytes(int nIn, int nOut, byte[] weights, byte[] biases)
      implements Serializable {}

  /**
   * The circumstances, which change no result.
   *
   * @param attempt 0 for the first
   */
  public record Execution(
      Instant startedAt, long trainMillis, String host, String executorId, int attempt)
      implements Serializable {}
}
