package io.gridproof.sweep;

import io.gridproof.results.ResultWriter;
import io.gridproof.results.TrialReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Gathers reports and commits them, many at a time but none late. */
final class Commits {
  /** Results wait this long, or for this many others, before they are committed. */
  private static final Duration EVERY = Duration.ofSeconds(1);

  private static final int TRIALS = 32;

  private final ResultWriter results;
  private final Consumer<TrialReport> committed;
  private final List<TrialReport> waiting = new ArrayList<>();
  private long firstArrival;
  private boolean failed;

  /**
   * @param committed told of every trial after it was written
   */
  Commits(ResultWriter results, Consumer<TrialReport> committed) {
    this.results = results;
    this.committed = committed;
  }

  void add(TrialReport report) {
    if (waiting.isEmpty()) {
      firstArrival = System.nanoTime();
    }
    waiting.add(report);
  }

  void commitIfDue() throws IOException {
    if (waiting.size() >= TRIALS || System.nanoTime() - firstArrival >= EVERY.toNanos()) {
      commit();
    }
  }

  /**
   * Commits all. After storage has failed nothing is written any more: who knows what of that
   * commit is there, and the next would take its number.
   */
  void commit() throws IOException {
    List<TrialReport> batch = List.copyOf(waiting);
    waiting.clear();
    if (batch.isEmpty() || failed) {
      return;
    }
    try {
      results.commit(batch);
    } catch (IOException e) {
      failed = true;
      throw e;
    }
    batch.forEach(committed);
  }
}
