package io.gridproof.results;

import static io.gridproof.results.Columns.ifPresent;

import io.gridproof.nn.ConfusionMatrix;
import io.gridproof.nn.CurvePoint;
import io.gridproof.nn.Evaluation;
import io.gridproof.results.RunTrial.Cell;
import io.gridproof.results.RunTrial.ClassOfSplit;
import io.gridproof.results.RunTrial.NumberedLayer;
import io.gridproof.study.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The tables of a result directory: one folder of Parquet files each.
 *
 * <p>A table either has rows of each trial, which are committed with it, or entries: files of their
 * own that are added at any time.
 */
public enum Table {
  /** An entry a run. */
  RUNS(RunInfo.COLUMNS),
  /** A row a trial; the commit. */
  TRIALS(TrialRows.of(Stream::of, trialColumns())),
  CURVES(
      TrialRows.of(
          trial -> trial.result().curve().stream(),
          Columns.<CurvePoint>none()
              .integer("step", CurvePoint::step)
              .real("epoch", CurvePoint::epoch)
              .score("train", CurvePoint::train)
              .score("validation", CurvePoint::validation)
              .score("test", CurvePoint::test)
              .text("weights_digest", CurvePoint::weightsDigest))),
  CLASS_METRICS(
      TrialRows.of(
          RunTrial::classes,
          Columns.<ClassOfSplit>none()
              .text("split", row -> row.split().name())
              .integer("label", ClassOfSplit::label)
              .real("precision", row -> row.split().confusion().precision(row.label()))
              .real("recall", row -> row.split().confusion().recall(row.label()))
              .real("f1", row -> row.split().confusion().f1(row.label()))
              .integer("support", row -> row.split().confusion().support(row.label())))),
  CONFUSION(
      TrialRows.of(
          RunTrial::cells,
          Columns.<Cell>none()
              .text("split", cell -> cell.split().name())
              .integer("actual", Cell::actual)
              .integer("predicted", Cell::predicted)
              .integer("count", Cell::count))),
  MODELS(
      TrialRows.of(
          RunTrial::layers,
          Columns.<NumberedLayer>none()
              .integer("layer", NumberedLayer::number)
              .integer("n_in", row -> row.layer().inputs())
              .integer("n_out", row -> row.layer().outputs())
              .bytes("weights", row -> row.layer().weightBytes())
              .bytes("biases", row -> row.layer().biasBytes())));

  /** The tables of a segment; the last makes it count. */
  static final List<Table> COMMIT_ORDER =
      Stream.concat(
              Arrays.stream(values()).filter(table -> table.isOfTrials() && table != TRIALS),
              Stream.of(TRIALS))
          .toList();

  /** The tables that have entries. */
  static final List<Table> OF_ENTRIES =
      Arrays.stream(values()).filter(table -> !table.isOfTrials()).toList();

  private final Columns<?> columns;
  private final Optional<TrialRows<?>> rows;

  Table(TrialRows<?> rows) {
    this.columns = rows.columns();
    this.rows = Optional.of(rows);
  }

  Table(Columns<?> columns) {
    this.columns = columns;
    this.rows = Optional.empty();
  }

  Columns<?> columns() {
    return columns;
  }

  public StructType schema() {
    return columns.sqlType();
  }

  /** The rows of trials; empty if the table has entries. */
  Optional<TrialRows<?>> rows() {
    return rows;
  }

  private boolean isOfTrials() {
    return rows.isPresent();
  }

  /** Whether a run needs it at its end: executors need not reach the results for that. */
  boolean isReadByDriver() {
    return this == TRIALS || !isOfTrials();
  }

  /** The name of the view, and of the folder. */
  public String tableName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The SQL type of a parameter's column, here and in {@code where}. */
  public static DataType sqlType(Parameter parameter) {
    return ColumnType.of(parameter).sqlType();
  }

  private static Columns<RunTrial> trialColumns() {
    Columns<RunTrial> columns =
        Columns.<RunTrial>none()
            .text("config_id", trial -> trial.trial().configId())
            .text("study", trial -> trial.run().study())
            .text("run_id", trial -> trial.run().runId())
            .integer("replicate", trial -> trial.trial().replicate())
            .text("status", trial -> trial.result().status().name())
            .text("error", trial -> trial.result().error());
    for (Parameter parameter : Parameter.values()) {
      columns =
          columns.add(
              parameter.column(),
              ColumnType.of(parameter),
              trial -> parameter.value(trial.point()));
    }
    return columns
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
        .text("dataset_sha256", trial -> trial.run().datasetSha256())
        .text("trainer_version", trial -> trial.run().trainerVersion())
        .time("started_at", trial -> trial.execution().startedAt())
        .longInteger("train_millis", trial -> trial.execution().trainMillis())
        .text("host", trial -> trial.execution().host())
        .text("executor_id", trial -> trial.execution().executorId())
        .integer("attempt", trial -> trial.execution().attempt());
  }

  private static Function<RunTrial, Double> ofTest(Function<ConfusionMatrix, Double> metric) {
    return ifPresent(RunTrial::testConfusion, metric);
  }
}
