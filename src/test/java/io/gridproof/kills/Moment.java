package io.gridproof.kills;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/**
 * When something is done to a run: as it has committed some trials, and then as some files were
 * changed or some time has passed, whichever comes first.
 *
 * @param name what is meant to be met
 * @param trials how many more must be there than were
 * @param changes of files after that; 0: only the time counts
 */
record Moment(String name, int trials, int changes, Duration delay) {
  private static final Duration LOOK = Duration.ofMillis(50);

  /** Returns at this moment; false if the run ended before. */
  boolean await(Run run, Path results, ResultWatch watch, ForeignTables tables, int before)
      throws IOException, InterruptedException, SQLException {
    int there = before;
    while (there < before + trials) {
      if (!run.isAlive()) {
        return false;
      }
      if (watch.next(LOOK).filter(file -> file.getParent().endsWith("trials")).isPresent()) {
        there = tables.count(results);
      }
    }
    long from = System.nanoTime();
    int changed = 0;
    while (run.isAlive()) {
      Duration left = delay.minusNanos(System.nanoTime() - from);
      if (left.isNegative() || (changes > 0 && changed >= changes)) {
        return true;
      }
      changed += watch.next(left.compareTo(LOOK) < 0 ? left : LOOK).isPresent() ? 1 : 0;
    }
    return false;
  }

  Moment withAtMost(int missing) {
    return new Moment(name, Math.min(trials, missing), changes, delay);
  }

  @Override
  public String toString() {
    return "%-8s %3d trials, %2d changes, %4d ms"
        .formatted(name, trials, changes, delay.toMillis());
  }
}
