package io.gridproof.results;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.spark.sql.types.StructType;

/** Which trials are there, with what tells two results of one trial apart. */
final class CommittedTrials {
  private static final String TRIAL_ID = "trial_id";
  private static final String STATUS = "status";
  private static final String WEIGHTS = "weights_sha256";
  private static final String CURVE = "curve_sha256";
  private static final String HOST = "host";

  /** A trial's result and where it came from. */
  private record Result(Status status, String weights, String curve, String host) {

    static Result of(TrialReport report) {
      return new Result(
          report.status(),
          report.outcome().weightsSha256(),
          report.outcome().curveSha256(),
          report.run().host());
    }

    /** Whether only one of them can be right; how long training took, say, proves nothing. */
    boolean contradicts(Result other) {
      return status.isDeterministic()
          && other.status.isDeterministic()
          && !(Objects.equals(weights, other.weights) && Objects.equals(curve, other.curve));
    }

    @Override
    public String toString() {
      return "%s on host %s with %s %s and %s %s"
          .formatted(status, host, WEIGHTS, weights, CURVE, curve);
    }
  }

  private final Map<String, Result> results = new HashMap<>();

  /**
   * Reads what is there.
   *
   * @throws DeterminismException if two results of one trial differ
   */
  static CommittedTrials read(Storage storage, Listing listing) throws IOException {
    StructType columns = new StructType();
    for (String name : List.of(TRIAL_ID, STATUS, WEIGHTS, CURVE, HOST)) {
      columns = columns.add(Table.TRIALS.schema().apply(name));
    }
    CommittedTrials trials = new CommittedTrials();
    for (Path file : listing.of(Table.TRIALS)) {
      ParquetFiles.read(storage, file, columns, trials::add);
    }
    return trials;
  }

  private void add(Group row) {
    Result result =
        new Result(
            Status.valueOf(text(row, STATUS)),
            text(row, WEIGHTS),
            text(row, CURVE),
            text(row, HOST));
    add(text(row, TRIAL_ID), result);
  }

  private static String text(Group row, String column) {
    return row.getFieldRepetitionCount(column) == 0 ? null : row.getString(column, 0);
  }

  /**
   * @return whether it was not there
   */
  private boolean add(String trialId, Result result) {
    Result before = results.putIfAbsent(trialId, result);
    if (before != null && before.contradicts(result)) {
      throw new DeterminismException(
          "a digest differs: trial %s is %s, but %s".formatted(trialId, before, result));
    }
    return before == null;
  }

  /**
   * @return whether it was not there
   * @throws DeterminismException if it is there with another result
   */
  boolean add(TrialReport report) {
    return add(report.trial().trialId(), Result.of(report));
  }

  Set<String> ids() {
    return Set.copyOf(results.keySet());
  }
}
