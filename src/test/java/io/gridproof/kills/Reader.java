package io.gridproof.kills;

import java.nio.file.Path;

/**
 * Reads a result directory again and again while others write it and are killed. What it must never
 * see: an error, fewer trials than before, a trial twice, or a finished trial without its curve.
 */
final class Reader implements Runnable {
  /** One look at a directory; the finished trials whose curve is not there whole are torn. */
  record Seen(int rows, int trials, int torn) {}

  /** A way to read. */
  @FunctionalInterface
  interface Look {
    Seen at(Path results) throws Exception;
  }

  /** Between two looks; and so much longer than the last look that those who write get on. */
  private static final int PAUSE_MILLIS = 100;

  private static final int PAUSE_LOOKS = 2;

  private final String name;
  private final Look look;
  private final Checks checks;
  private Path results;
  private int most;
  private int queries;
  private int errors;
  private boolean ended;
  private String said = "";

  Reader(String name, Look look, Checks checks) {
    this.name = name;
    this.look = look;
    this.checks = checks;
  }

  void start() {
    Thread thread = new Thread(this, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Turns to another directory; returns when nothing of the last one is open any more. */
  synchronized void follow(Path directory) {
    results = directory;
    most = 0;
    said = "";
  }

  /** Reads nothing until it follows again. */
  synchronized void rest() {
    results = null;
  }

  synchronized void end() {
    ended = true;
  }

  synchronized int queries() {
    return queries;
  }

  synchronized int errors() {
    return errors;
  }

  @Override
  public void run() {
    try {
      long start = System.nanoTime();
      while (read()) {
        long millis = (System.nanoTime() - start) / 1_000_000;
        Thread.sleep(PAUSE_MILLIS + PAUSE_LOOKS * millis);
        start = System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean read() {
    if (results != null && !ended) {
      queries++;
      try {
        judge(look.at(results));
      } catch (Exception e) {
        wrong("failed: " + e);
      }
    }
    return !ended;
  }

  private void judge(Seen seen) {
    if (seen.rows < most) {
      wrong("%d trials after %d".formatted(seen.rows, most));
    }
    if (seen.rows != seen.trials) {
      wrong("%d rows of %d trials".formatted(seen.rows, seen.trials));
    }
    if (seen.torn > 0) {
      wrong("%d finished trials without their curve".formatted(seen.torn));
    }
    most = seen.rows;
  }

  /** Counts every error, but says only once what stays the same. */
  private void wrong(String what) {
    errors++;
    if (what.equals(said)) {
      return;
    }
    said = what;
    checks.that(false, "%s, query %d of %s: %s", name, queries, results, what);
  }
}
