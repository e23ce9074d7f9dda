package io.gridproof.results;

import io.gridproof.nn.CurvePoint;
import io.gridproof.results.RunTrial.Cell;
import io.gridproof.results.RunTrial.ClassOfSplit;
import io.gridproof.results.RunTrial.NumberedLayer;
import io.gridproof.study.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
  TRIALS(TrialColumns.ROWS),
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

  /** The one whose name this is. */
  static Table named(String tableName) {
    return valueOf(tableName.toUpperCase(Locale.ROOT));
  }

  /** The SQL type of a parameter's column, here and in {@code where}. */
  public static DataType sqlType(Parameter parameter) {
    return ColumnType.of(parameter).sqlType();
  }
}
