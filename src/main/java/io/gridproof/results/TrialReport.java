package io.gridproof.results;

import io.gridproof.nn.TrainingResult;
import io.gridproof.study.Trial;
import java.io.Serializable;
import java.time.Instant;

/** What came of a trial and where it ran; travels from the executor to the driver. */
public record TrialReport(Trial trial, TrainingResult result, Execution execution)
    implements Serializable {

  /**
   * The circumstances, which change no result.
   *
   * @param attempt 0 for the first
   */
  public record Execution(
      Instant startedAt, long trainMillis, String host, String executorId, int attempt)
      implements Serializable {}
}
