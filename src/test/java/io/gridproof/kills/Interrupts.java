package io.gridproof.kills;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;

/** Ctrl-C: what is trained is committed, and the next run continues. */
final class Interrupts implements Part {
  private static final int INTERRUPTED = 130;
  private static final int MORE_TRIALS = 20;
  private static final int MOST_MILLIS = 1000;

  @Override
  public void play(Laboratory laboratory, Random random, int times, Tally tally)
      throws IOException, InterruptedException, SQLException {
    while (tally.blows() < times && tally.studies() < times) {
      Path results = laboratory.newResults();
      // As a terminal does, it reaches the executors too.
      for (String master : new String[] {Laboratory.LOCAL, Laboratory.CLUSTER}) {
        if (tally.blows() < times) {
          interrupt(master, moment(laboratory, random), results, laboratory, tally);
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

  /** One in four while it starts. */
  private static Moment moment(Laboratory laboratory, Random random) {
    return random.nextInt(4) == 0
        ? new Moment(
            "start",
            0,
            0,
            Duration.ofMillis((long) (random.nextDouble() * 1000 * laboratory.startSeconds())))
        : new Moment(
            "train",
            1 + random.nextInt(MORE_TRIALS),
            0,
            Duration.ofMillis(random.nextInt(MOST_MILLIS)));
  }

  private static void interrupt(
      String master, Moment moment, Path results, Laboratory laboratory, Tally tally)
      throws IOException, InterruptedException, SQLException {
    Checks checks = laboratory.checks();
    int before = laboratory.tables().count(results);
    Run run;
    boolean came;
    try (ResultWatch watch = new ResultWatch(results)) {
      run = laboratory.run(results, master);
      tally.run(run);
      came = moment.await(run, results, watch, laboratory.tables(), before);
    }
    int trained = run.trials().trained();
    if (!came) {
      return;
    }
    run.signal("INT");
    tally.blow();
    int status = run.await();
    int committed = laboratory.tables().count(results) - before;
    System.out.printf(
        "  Ctrl-C   %s: %d trials before, %d trained, %d committed, status %d: %s%n",
        moment, before, trained, committed, status, run.lastWords());
    checks.that(status == INTERRUPTED, "%s: status %d after an interrupt", results, status);
    checks.that(
        committed >= trained, "%s: only %d of %d trained are there", results, committed, trained);
    checks.that(
        trained == 0 || run.errors().contains("continue"),
        "%s: it does not say how to continue: %s",
        results,
        run.lastWords());
  }
}
