package io.gridproof.results;

import static io.gridproof.results.Columns.ifPresent;

import io.gridproof.nn.ConfusionMatrix;
import io.gridproof.nn.Evaluation;
import io.gridproof.study.Parameter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The columns of {@link Table#TRIALS}. */
final class TrialColumns {
  private static final Columns<RunTrial> LABELS =
      Columns.<RunTrial>none()
          .text("study", trial -> trial.run().study())
          .text("run_id", trial -> trial.run().runId());

  private static final Columns<RunTrial> CIRCUMSTANCES =
      Columns.<RunTrial>none()
          .time("started_at", trial -> trial.execution().startedAt())
          .longInteger("train_millis", trial -> trial.execution().trainMillis())
          .text("host", trial -> trial.execution().host())
          .text("executor_id", trial -> trial.execution().executorId())
          .integer("attempt", trial -> trial.execution().attempt());

  private static final Columns<RunTrial> CONFIGURATION =
      Columns.<RunTrial>none().text("config_id", trial -> trial.trial().configId());

  private static final Columns<RunTrial> STATUS =
      Columns.<RunTrial>none()
          .integer("replicate", trial -> trial.trial().replicate())
          .text("status", trial -> trial.result().status().name())
          .text("error", trial -> trial.result().error());

  /**
   * What every machine would repeat: {@code results_sha256} covers these. The parameters are in
   * {@code config_id}, which a parameter that is added later does not change.
   */
  static final Columns<RunTrial> REPEATED =
      Columns.<RunTrial>none()
          .text(TrialRows.TRIAL_ID, trial -> trial.trial().trialId())
          .and(CONFIGURATION)
          .and(STATUS)
          .and(results());

  /** A row a trial. */
  static final TrialRows<?> ROWS =
      TrialRows.of(
          Stream::of,
          CONFIGURATION
              .and(LABELS)
              .and(STATUS)
              .and(parameters())
              .and(results())
              .text("results_sha256", trial -> RowDigest.of(REPEATED, REPEATED.row(trial)))
              .and(CIRCUMSTANCES));

  private TrialColumns() {}

  private static Columns<RunTrial> parameters() {
    Columns<RunTrial> columns = Columns.none();
    for (Parameter parameter : Parameter.values()) {
      columns =
          columns.add(
              parameter.column(),
              ColumnType.of(parameter),
              trial -> parameter.value(trial.point()));
    }
    return columns;
  }

  private static Columns<RunTrial> results() {
    return Columns.<RunTrial>none()
        .longInteger("seed_init", trial -> trial.trial().seeds().init())
        .longInteger("seed_shuffle", trial -> trial.trial().seeds().shuffle())
        .longInteger("seed_dropout", trial -> trial.trial().seeds().dropout())
        .score("train", ifPresent(trial -> trial.result().train(), Evaluation::score))
        .score("validation", ifPresent(trial -> trial.result().validation(), Evaluation::score))
        .score("test", ifPresent(trial -> trial.result().test(), Evaluation::score))
        .real("macro_precision", ofTest(ConfusionMatrix::macroPrecision))
        .real("macro_recall", ofTest(ConfusionMatrix::macroRecall))
        .real("macro_f1", ofTest(ConfusionMatrix::macroF1))
        .integer("steps_run", trial -> trial.result().stepsRun())
        .text("weights_sha256", trial -> trial.result().weightsSha256())
        .text("curve_sha256", trial -> trial.result().curveSha256())
        .text("confusion_sha256", TrialColumns::confusionSha256)
        .text("dataset_sha256", trial -> trial.run().datasetSha256())
        .text("trainer_version", trial -> trial.run().trainerVersion());
  }

  private static Function<RunTrial, Double> ofTest(Function<ConfusionMatrix, Double> metric) {
    return ifPresent(RunTrial::testConfusion, metric);
  }

  private static String confusionSha256(RunTrial trial) {
    List<RunTrial.Split> splits = trial.splits().toList();
    return splits.isEmpty() ? null : RowDigest.of(splits);
  }
}
