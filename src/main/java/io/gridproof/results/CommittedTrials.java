package io.gridproof.results;

import io.gridproof.nn.Status;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.Row;

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
          report.result().status(),
          report.result().weightsSha256(),
          report.result().curveSha256(),
          report.execution().host());
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
   * @throws DamageException if one of them is not what a run wrote
   */
  static CommittedTrials read(Storage storage, Listing listing) throws IOException {
    CommittedTrials trials = new CommittedTrials();
    new StoredTrials(storage, listing).rows().forEach(trials::add);
    return trials;
  }

  private void add(Row row) {
    Result result =
        new Result(
            Status.valueOf(row.getAs(STATUS)),
            row.getAs(WEIGHTS),
            row.getAs(CURVE),
            row.getAs(HOST));
    add(row.<String>getAs(TRIAL_ID), result);
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
