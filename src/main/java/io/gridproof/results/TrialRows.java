package io.gridproof.results;

import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * The rows that a table has of each trial.
 *
 * @param parts what a trial's rows are made of, in their order
 */
record TrialRows<S>(Columns<S> columns, Function<RunTrial, Stream<S>> parts) {

  static final String TRIAL_ID = "trial_id";

  private record Part<P>(String trialId, P part) {}

  /** A table whose first column names the trial. */
  static <P> TrialRows<?> of(Function<RunTrial, Stream<P>> parts, Columns<P> columns) {
    Columns<Part<P>> all =
        Columns.<Part<P>>none().text(TRIAL_ID, Part::trialId).and(columns.from(Part::part));
    return new TrialRows<>(
        all, trial -> parts.apply(trial).map(part -> new Part<>(trial.trial().trialId(), part)));
  }

  Stream<Row> of(RunTrial trial) {
    return parts.apply(trial).map(columns::row);
  }
}
