package io.gridproof.results;

import io.gridproof.nn.ConfusionMatrix;
import io.gridproof.nn.CurvePoint;
import io.gridproof.nn.Evaluation;
import io.gridproof.nn.Score;
import io.gridproof.results.TrialReport.Execution;
import io.gridproof.results.TrialReport.LayerBytes;
import io.gridproof.results.TrialReport.Outcome;
import io.gridproof.study.Parameter;
import io.gridproof.study.Point;
import io.gridproof.study.Trial;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * A trial's rows in the tables, in the order of their columns.
 *
 * @param run what all trials of a run share
 */
record TrialRows(RunInfo run, TrialReport report) {

  List<Row> of(Table table) {
    return switch (table) {
      case RUNS -> List.of();
      case TRIALS -> List.of(trial());
      case CURVES -> curve();
      case CLASS_METRICS -> classMetrics();
      case CONFUSION -> confusion();
      case MODELS -> model();
    };
  }

  private String id() {
    return report.trial().trialId();
  }

  private Row trial() {
    Trial trial = report.trial();
    Outcome outcome = report.outcome();
    Execution execution = report.run();
    List<Object> row = new ArrayList<>();
    row.add(id());
    row.add(trial.configId());
    row.add(run.study());
    row.add(run.runId());
    row.add(trial.replicate());
    row.add(report.status().name());
    row.add(report.error());
    Point point = Point.of(trial.configuration());
    for (Parameter parameter : Parameter.values()) {
      row.add(parameter.value(point));
    }
    row.add(trial.seeds().init());
    row.add(trial.seeds().shuffle());
    row.add(trial.seeds().dropout());
    addScore(score(outcome.train()), row);
    addScore(score(outcome.validation()), row);
    Evaluation test = outcome.test();
    addScore(score(test), row);
    row.add(test == null ? null : test.confusion().macroPrecision());
    row.add(test == null ? null : test.confusion().macroRecall());
    row.add(test == null ? null : test.confusion().macroF1());
    row.add(outcome.stepsRun());
    row.add(outcome.weightsSha256());
    row.add(outcome.curveSha256());
    row.add(run.datasetSha256());
    row.add(run.trainerVersion());
    row.add(execution.startedAt());
    row.add(execution.trainMillis());
    row.add(execution.host());
    row.add(execution.executorId());
    row.add(execution.attempt());
    return RowFactory.create(row.toArray());
  }

  private List<Row> curve() {
    List<Row> rows = new ArrayList<>();
    for (CurvePoint point : report.outcome().curve()) {
      List<Object> row = new ArrayList<>();
      row.add(id());
      row.add(point.step());
      row.add(point.epoch());
      addScore(point.train(), row);
      addScore(point.validation(), row);
      addScore(point.test(), row);
      row.add(point.weightsDigest());
      rows.add(RowFactory.create(row.toArray()));
    }
    return rows;
  }

  private List<Row> classMetrics() {
    List<Row> rows = new ArrayList<>();
    for (Split split : splits()) {
      ConfusionMatrix confusion = split.confusion();
      for (int k = 0; k < confusion.classes(); k++) {
        rows.add(
            RowFactory.create(
                id(),
                split.name(),
                k,
                confusion.precision(k),
                confusion.recall(k),
                confusion.f1(k),
                confusion.support(k)));
      }
    }
    return rows;
  }

  private List<Row> confusion() {
    List<Row> rows = new ArrayList<>();
    for (Split split : splits()) {
      int[][] counts = split.confusion().counts();
      for (int actual = 0; actual < counts.length; actual++) {
        for (int predicted = 0; predicted < counts.length; predicted++) {
          rows.add(
              RowFactory.create(id(), split.name(), actual, predicted, counts[actual][predicted]));
        }
      }
    }
    return rows;
  }

  private List<Row> model() {
    List<Row> rows = new ArrayList<>();
    int layer = 1;
    for (LayerBytes bytes : report.outcome().model()) {
      rows.add(
          RowFactory.create(
              id(), layer++, bytes.nIn(), bytes.nOut(), bytes.weights(), bytes.biases()));
    }
    return rows;
  }

  private record Split(String name, ConfusionMatrix confusion) {}

  private List<Split> splits() {
    List<Split> splits = new ArrayList<>();
    addSplit("train", report.outcome().train(), splits);
    addSplit("validation", report.outcome().validation(), splits);
    addSplit("test", report.outcome().test(), splits);
    return splits;
  }

  private static void addSplit(String name, Evaluation evaluation, List<Split> splits) {
    if (evaluation != null) {
      splits.add(new Split(name, evaluation.confusion()));
    }
  }

  private static Score score(Evaluation evaluation) {
    return evaluation == null ? null : new Score(evaluation.loss(), evaluation.accuracy());
  }

  private static void addScore(Score score, List<Object> row) {
    row.add(score == null ? null : score.loss());
    row.add(score == null ? null : score.accuracy());
  }
}
