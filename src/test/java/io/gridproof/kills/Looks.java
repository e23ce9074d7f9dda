package io.gridproof.kills;

import io.gridproof.kills.Reader.Seen;
import io.gridproof.results.ResultTables;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.SparkSession;

/** The ways to read that the readers take. */
final class Looks {
  /** The last step that each finished trial's curve must have, and the steps that curves have. */
  private static final String LAST_STEPS =
      "SELECT concat_ws(' ', trial_id, steps_run) FROM trials WHERE status = 'FINISHED'";

  private static final String STEPS = "SELECT concat_ws(' ', trial_id, step) FROM curves";
  private static final Seen NOTHING = new Seen(0, 0, 0);
  private static final String TRIALS = "SELECT trial_id FROM trials";

  private Looks() {}

  /** As the verb {@code sql} looks, but in a session that stays. */
  static Reader.Look ours() {
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .appName("reader")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .getOrCreate();
    spark.sparkContext().setLogLevel("OFF");
    return results ->
        ResultTables.find(spark, results.toString())
            .map(tables -> seen(spark, tables))
            .orElse(NOTHING);
  }

  private static Seen seen(SparkSession spark, ResultTables tables) {
    AtomicReference<Seen> seen = new AtomicReference<>();
    tables.read(
        () ->
            seen.set(
                seen(strings(spark, TRIALS), strings(spark, LAST_STEPS), strings(spark, STEPS))));
    return seen.get();
  }

  private static List<String> strings(SparkSession spark, String query) {
    return spark.sql(query).collectAsList().stream().map(row -> row.getString(0)).toList();
  }

  private static Seen seen(List<String> trials, List<String> lastSteps, List<String> steps) {
    Set<String> torn = new HashSet<>(lastSteps);
    steps.forEach(torn::remove);
    return new Seen(trials.size(), new HashSet<>(trials).size(), torn.size());
  }

  /**
   * As anybody looks who reads all files of a folder: rows are distinct, because a run that ends
   * merges files. Trials come first: what they promise must be there then.
   */
  static Reader.Look foreign() throws SQLException {
    ForeignTables tables = new ForeignTables();
    return results -> foreign(tables, results);
  }

  private static Seen foreign(ForeignTables tables, Path results) throws SQLException, IOException {
    List<String> lastSteps = tables.lastSteps(results);
    List<String> trials =
        lastSteps.stream().map(row -> row.substring(0, row.indexOf(' '))).toList();
    return seen(trials, lastSteps, tables.steps(results));
  }
}
