package io.gridproof.kills;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;

/**
 * A driver is stopped, another one, which seems to be on another host, takes over, and the first is
 * continued: before the other begins to commit, while it does, or after. The first must not write
 * any more.
 */
final class StoppedDriver implements Part {
  private static final int MORE_TRIALS = 40;
  private static final int REFUSED = 3;

  @Override
  public void play(Laboratory laboratory, Random random, int times, Tally tally)
      throws IOException, InterruptedException, SQLException {
    if (!Laboratory.canBeElsewhere()) {
      System.out.println("  not played: unshare --uts --pid needs root");
      return;
    }
    for (int i = 0; i < times; i++) {
      stop(laboratory, random, tally);
    }
  }

  private static void stop(Laboratory laboratory, Random random, Tally tally)
      throws IOException, InterruptedException, SQLException {
    Checks checks = laboratory.checks();
    Moment stopped = train(random);
    Moment continued = train(random);
    Path results = laboratory.newResults();
    Run first;
    try (ResultWatch watch = new ResultWatch(results)) {
      first = laboratory.run(results, Laboratory.LOCAL);
      tally.run(first);
      checks.that(
          stopped.await(first, results, watch, laboratory.tables(), 0),
          "%s: the moment to stop did not come: %s",
          results,
          first.lastWords());
    }
    first.signal("STOP");
    tally.blow();
    int before = laboratory.tables().count(results);
    Run second;
    boolean works;
    try (ResultWatch watch = new ResultWatch(results)) {
      second = laboratory.runElsewhere(results);
      tally.run(second);
      works = continued.await(second, results, watch, laboratory.tables(), before);
    }
    first.signal("CONT");
    System.out.printf(
        "  stopped  %s: %d trials; continued %s: %s%n",
        stopped, before, continued, works ? "the other works" : "the other has ended");
    int status = first.await();
    checks.that(
        status == REFUSED,
        "%s: status %d of the one that was stopped: %s",
        results,
        status,
        first.lastWords());
    tally.study(laboratory.verdict(results, second));
  }

  private static Moment train(Random random) {
    return new Moment("train", 1 + random.nextInt(MORE_TRIALS), 0, Duration.ZERO);
  }
}
