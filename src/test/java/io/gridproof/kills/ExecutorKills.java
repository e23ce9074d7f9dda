package io.gridproof.kills;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Executors, which are processes of their own, are killed while they train. */
final class ExecutorKills implements Part {
  private static final int MORE_TRIALS = 6;
  private static final int MOST_MILLIS = 1500;
  private static final int LOOK_MILLIS = 50;

  @Override
  public void play(Laboratory laboratory, Random random, int times, Tally tally)
      throws IOException, InterruptedException, SQLException {
    Checks checks = laboratory.checks();
    while (tally.blows() < times && tally.studies() < times) {
      Path results = laboratory.newResults();
      int before = tally.blows();
      try (ResultWatch watch = new ResultWatch(results)) {
        Run run = laboratory.run(results, Laboratory.CLUSTER);
        tally.run(run);
        boolean works = true;
        while (works && tally.blows() < times) {
          works = kill(run, results, watch, laboratory, random, tally);
        }
        tally.study(laboratory.verdict(results, run));
        int kills = tally.blows() - before;
        int again = run.trials().started() - laboratory.trials();
        checks.that(
            again <= kills, "%s: %d trials trained again after %d kills", results, again, kills);
      }
    }
    checks.that(tally.blows() == times, "only %d of %d moments came", tally.blows(), times);
  }

  /** Kills one; false if the run ended before. */
  private static boolean kill(
      Run run, Path results, ResultWatch watch, Laboratory laboratory, Random random, Tally tally)
      throws IOException, InterruptedException, SQLException {
    Moment moment =
        new Moment(
            "executor",
            random.nextInt(MORE_TRIALS),
            0,
            Duration.ofMillis(random.nextInt(MOST_MILLIS)));
    double choice = random.nextDouble();
    int there = laboratory.tables().count(results);
    if (!moment.await(run, results, watch, laboratory.tables(), there)) {
      return false;
    }
    while (run.isAlive()) {
      List<ProcessHandle> executors = run.executors();
      if (!executors.isEmpty()) {
        ProcessHandle victim = executors.get((int) (choice * executors.size()));
        int id = Run.executorId(victim);
        if (victim.destroyForcibly()) {
          tally.blow();
          System.out.printf(
              "  killed   %s: executor %d, one of %d, %d trials committed%n",
              moment, id, executors.size(), laboratory.tables().count(results));
          return true;
        }
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return false;
  }
}
