package io.gridproof.kills;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The driver is killed while it starts, begins, trains, commits and ends. */
final class DriverKills implements Part {
  /** A commit that is being written, and the next, which waits for it. */
  private static final int MOST_UNCOMMITTED = 64;

  /** Those that are trained, and as many whose results are on their way. */
  private static final int MOST_IN_FLIGHT = 2 * Laboratory.CORES;

  private static final int MORE_TRIALS = 12;
  private static final int CHANGES_OF_A_COMMIT = 20;
  private static final Duration COMMIT_PERIOD = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofMinutes(5);

  @Override
  public void play(Laboratory laboratory, Random random, int times, Tally tally)
      throws IOException, InterruptedException, SQLException {
    while (tally.blows() < times && tally.studies() < times) {
      Path results = laboratory.newResults();
      for (Moment moment : moments(laboratory, random)) {
        if (tally.blows() < times) {
          kill(moment, results, laboratory, tally);
        }
      }
      Run last = laboratory.run(results, Laboratory.LOCAL);
      tally.run(last);
      tally.study(laboratory.verdict(results, last));
    }
    laboratory
        .checks()
        .that(tally.blows() == times, "only %d of %d moments came", tally.blows(), times);
  }

  /** Five for a study: one of each kind, that of the end last. */
  private static List<Moment> moments(Laboratory laboratory, Random random) {
    long start = (long) (1000 * laboratory.startSeconds());
    int all = laboratory.trials();
    List<Moment> moments = new ArrayList<>();
    moments.add(new Moment("start", 0, CHANGES_OF_A_COMMIT, millis(random, start)));
    moments.add(new Moment("begin", 0, 1 + random.nextInt(CHANGES_OF_A_COMMIT), LONG));
    moments.add(
        new Moment(
            "train", 1 + random.nextInt(MORE_TRIALS), 0, millis(random, COMMIT_PERIOD.toMillis())));
    moments.add(
        new Moment(
            "commit",
            1 + random.nextInt(MORE_TRIALS),
            1 + random.nextInt(CHANGES_OF_A_COMMIT),
            LONG));
    Collections.shuffle(moments, random);
    moments.add(
        new Moment(
            "end",
            all,
            1 + random.nextInt(CHANGES_OF_A_COMMIT),
            millis(random, COMMIT_PERIOD.toMillis())));
    return moments;
  }

  private static Duration millis(Random random, long most) {
    return Duration.ofMillis((long) (random.nextDouble() * most));
  }

  private static void kill(Moment moment, Path results, Laboratory laboratory, Tally tally)
      throws IOException, InterruptedException, SQLException {
    Checks checks = laboratory.checks();
    Set<String> before = new HashSet<>(laboratory.tables().trials(results));
    int missing = laboratory.trials() - before.size();
    Run run;
    boolean came;
    try (ResultWatch watch = new ResultWatch(results)) {
      run = laboratory.run(results, Laboratory.LOCAL);
      tally.run(run);
      came =
          moment.withAtMost(missing).await(run, results, watch, laboratory.tables(), before.size());
    }
    if (came) {
      run.kill();
      tally.blow();
    } else {
      int status = run.await();
      checks.that(status == 0, "%s: status %d: %s", results, status, run.lastWords());
    }
    Set<String> after = new HashSet<>(laboratory.tables().trials(results));
    TrialJournal.Counts trials = run.trials();
    int committed = after.size() - before.size();
    System.out.printf(
        "  %-8s %s: %d trials before, %d committed, %d in flight, %d uncommitted, %d loose files%n",
        came ? "killed" : "too late",
        moment,
        before.size(),
        committed,
        trials.started() - trials.trained(),
        trials.trained() - committed,
        Laboratory.loose(results));
    checks.that(after.containsAll(before), "%s: a committed trial was lost or replaced", results);
    checks.that(
        trials.started() <= missing,
        "%s: %d trainings of %d missing trials",
        results,
        trials.started(),
        missing);
    checks.that(
        trials.started() - trials.trained() <= MOST_IN_FLIGHT,
        "%s: %d trials in flight",
        results,
        trials.started() - trials.trained());
    checks.that(
        trials.trained() - committed <= MOST_UNCOMMITTED,
        "%s: %d trials uncommitted",
        results,
        trials.trained() - committed);
  }
}
