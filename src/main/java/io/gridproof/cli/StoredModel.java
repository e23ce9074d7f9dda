package io.gridproof.cli;

import static org.apache.spark.sql.functions.col;

import io.gridproof.kernel.Kernel;
import io.gridproof.nn.Activation;
import io.gridproof.nn.Evaluator;
import io.gridproof.nn.Status;
import io.gridproof.nn.Weights;
import io.gridproof.results.ResultTables;
import io.gridproof.results.Table;
import io.gridproof.study.InputException;
import io.gridproof.study.Metric;
import io.gridproof.study.Point;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * A trained network, out of the tables of a result directory.
 *
 * @param activations one for each hidden layer
 */
record StoredModel(String trialId, Weights weights, List<Activation> activations) {
  /** Asks for the trial that is best by the study's metric. */
  static final String BEST = "best";

  private static final String TRIAL_ID = "trial_id";

  /**
   * @param directory names the tables in messages
   * @throws InputException if there is no such trial, or none of its weights were kept
   */
  static StoredModel load(ResultTables tables, String directory, String trial) {
    Row row = trial.equals(BEST) ? best(tables, directory) : find(tables, directory, trial);
    String trialId = row.getAs(TRIAL_ID);
    List<Weights.Layer> layers =
        tables
            .table(Table.MODELS)
            .where(col(TRIAL_ID).equalTo(trialId))
            .orderBy("layer")
            .collectAsList()
            .stream()
            .map(StoredModel::layer)
            .toList();
    if (layers.isEmpty()) {
      throw new InputException(
          "no weights of trial %s are in %s: its study must say `record: {weights: true}`"
              .formatted(trialId, directory));
    }
    Point point = Point.fromColumns(parameter -> row.getAs(parameter.column()));
    return new StoredModel(trialId, new Weights(layers), point.configuration().activations());
  }

  private static Row find(ResultTables tables, String directory, String trial) {
    List<Row> found = tables.table(Table.TRIALS).where(col(TRIAL_ID).equalTo(trial)).takeAsList(1);
    if (found.isEmpty()) {
      throw new InputException(
          "there is no trial %s in %s; sql %s -e \"SELECT trial_id FROM trials\" lists them"
              .formatted(trial, directory, directory));
    }
    String status = found.get(0).getAs("status");
    if (!status.equals(Status.FINISHED.name())) {
      throw new InputException(
          "`status = FINISHED` must hold for trial %s, but got %s".formatted(trial, status));
    }
    return found.get(0);
  }

  private static Row best(ResultTables tables, String directory) {
    Metric metric = tables.study().metric();
    return tables
        .table(Table.TRIALS)
        .where(col("status").equalTo(Status.FINISHED.name()))
        .orderBy(TRIAL_ID)
        .collectAsList()
        .stream()
        .reduce(
            (best, row) ->
                metric.goal().isBetter(value(row, metric), value(best, metric)) ? row : best)
        .orElseThrow(() -> new InputException("there is no FINISHED trial in " + directory));
  }

  private static double value(Row trial, Metric metric) {
    return trial.getAs(metric.name().column());
  }

  private static Weights.Layer layer(Row row) {
    return Weights.Layer.fromBytes(
        row.getAs("n_in"), row.getAs("n_out"), row.getAs("weights"), row.getAs("biases"));
  }

  /** The pixels of an image. */
  int inputs() {
    return weights.layers().get(0).inputs();
  }

  Evaluator evaluator() {
    return new Evaluator(Kernel.best(), weights, activations);
  }
}
