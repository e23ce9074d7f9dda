package io.gridproof.results;

import io.gridproof.nn.ConfusionMatrix;
import io.gridproof.nn.CurvePoint;
import io.gridproof.nn.Evaluation;
import io.gridproof.nn.Score;
import io.gridproof.nn.Status;
import io.gridproof.nn.TrainingResult;
import io.gridproof.nn.Weights;
import io.gridproof.results.TrialReport.Execution;
import io.gridproof.study.Grid;
import io.gridproof.study.Plan;
import io.gridproof.study.Study;
import io.gridproof.study.StudyReader;
import io.gridproof.study.Trial;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Trials with results that nobody trained, to be committed. */
final class SyntheticStudy {
  private static final int CLASSES = 2;
  private static final int CURVE_POINTS = 2;

  /** How many rows each table has of a trial, the table of trials aside. */
  static int rows(Table table) {
    return switch (table) {
      case RUNS -> 0;
      case TRIALS, MODELS -> 1;
      case CURVES -> CURVE_POINTS;
      case CLASS_METRICS -> 2 * CLASSES;
      case CONFUSION -> 2 * CLASSES * CLASSES;
    };
  }

  private final Study study;
  private final List<Trial> trials;

  SyntheticStudy(int trials) {
    this.study =
        StudyReader.parse(
            """
            name: synthetic
            dataset: {source: mnist}
            parameters:
              hidden: {value: [2]}
              learning_rate: {value: 0.1}
              steps: {value: %d}
            replicates: {count: %d}
            """
                .formatted(CURVE_POINTS, trials),
            "synthetic.yaml",
            List.of());
    this.trials =
        Plan.of(study, Grid.of(study, where -> point -> true), "data", "1", Set.of()).trials();
  }

  Study study() {
    return study;
  }

  List<TrialReport> reports() {
    return trials.stream().map(trial -> report(trial, "weights", "a-host")).toList();
  }

  static TrialReport report(Trial trial, String weightsSha256, String host) {
    Evaluation evaluation = new Evaluation(0.5, new ConfusionMatrix(new int[CLASSES][CLASSES]));
    Score score = new Score(0.5, 0.25);
    List<CurvePoint> curve =
        List.of(
            new CurvePoint(1, 1, score, null, null, null),
            new CurvePoint(2, 2, score, null, score, "digest"));
    TrainingResult result =
        new TrainingResult(
            Status.FINISHED,
            null,
            CURVE_POINTS,
            weightsSha256,
            new Weights(List.of(Weights.Layer.fromBytes(2, 1, new byte[8], new byte[4]))),
            curve,
            evaluation,
            null,
            evaluation);
    return new TrialReport(trial, result, new Execution(Instant.EPOCH, 1, host, "1", 0));
  }

  RunInfo run(String runId) {
    return new RunInfo(
        runId,
        study.name(),
        study.text(),
        Instant.EPOCH,
        null,
        "data",
        "1",
        new RunInfo.Versions("", "", "", "", "", "", "", ""),
        "",
        null);
  }
}
