package io.gridproof.cli;

import io.gridproof.cli.terminal.Screen;
import io.gridproof.results.Metrics;
import io.gridproof.results.Status;
import io.gridproof.results.TrialReport;
import io.gridproof.study.Metric;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;

/** Shows how far a run is: a bar on a terminal, a line now and then elsewhere. */
final class Progress implements AutoCloseable {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
  private static final int REDRAW_MILLIS = 500;
  private static final int SHORTEST_BAR = 5;
  private static final int LONGEST_BAR = 30;

  private final PrintWriter out;
  private final Metric metric;
  private final int trials;
  private final long start = System.nanoTime();
  private final Optional<ProgressBar> bar;
  private int done;
  private int failed;
  private double best = Double.NaN;
  private long lastLine = start;

  private Progress(PrintWriter out, Metric metric, int trials, Optional<Screen> terminal) {
    this.out = out;
    this.metric = metric;
    this.trials = trials;
    this.bar = terminal.map(this::bar);
  }

  /**
   * @param trials how many are to be trained
   */
  static Progress start(PrintWriter out, Metric metric, int trials) {
    Optional<Screen> terminal =
        Screen.isTerminal(Screen.STDERR) ? Optional.of(Screen.of(Screen.STDERR)) : Optional.empty();
    return new Progress(out, metric, trials, terminal);
  }

  private ProgressBar bar(Screen terminal) {
    return new ProgressBarBuilder()
        .setInitialMax(trials)
        .setUpdateIntervalMillis(REDRAW_MILLIS)
        .setMaxRenderedLength(terminal.columns() - 1)
        .setRenderer((state, width) -> rendered(state, width, terminal))
        .build();
  }

  /** To be told of every trial that was committed. */
  synchronized void committed(TrialReport report) {
    done++;
    failed += report.status() == Status.FINISHED ? 0 : 1;
    if (report.status() == Status.FINISHED) {
      double value = Metrics.value(metric.name(), report.outcome());
      boolean better = metric.goal() == Metric.Goal.MAXIMIZE ? value > best : value < best;
      best = Double.isNaN(best) || better ? value : best;
    }
    bar.ifPresent(ProgressBar::step);
    if (bar.isPresent()) {
      return;
    }
    if (System.nanoTime() - lastLine >= BETWEEN_LINES.toNanos() || done == trials) {
      lastLine = System.nanoTime();
      out.println(status());
    }
  }

  /** How many trials it was told of. */
  synchronized int done() {
    return done;
  }

  /** Says something in between. */
  synchronized void note(String line) {
    out.println(bar.isPresent() ? "\r" + line : line);
  }

  private synchronized String rendered(ProgressState state, int width, Screen terminal) {
    String status = status();
    int room = Math.min(LONGEST_BAR, width - status.length() - 3);
    if (room < SHORTEST_BAR) {
      return status.substring(0, Math.min(width, status.length()));
    }
    int full = (int) (room * state.getNormalizedProgress());
    String filled = terminal.showsUnicode() ? "━" : "=";
    String empty = terminal.showsUnicode() ? "╌" : "-";
    return filled.repeat(full) + empty.repeat(room - full) + " " + status;
  }

  private String status() {
    double minutes = (System.nanoTime() - start) / 6e10;
    StringBuilder text = new StringBuilder();
    text.append("%d/%d trials".formatted(done, trials));
    if (done > 0) {
      text.append(String.format(Locale.ROOT, ", %.1f/min", done / minutes));
      if (done < trials) {
        text.append(", ").append(clock(minutes / done * (trials - done))).append(" left");
      }
    }
    if (!Double.isNaN(best)) {
      text.append(String.format(Locale.ROOT, ", best %.4f", best));
    }
    if (failed > 0) {
      text.append(", ").append(failed).append(" not finished");
    }
    return text.toString();
  }

  private static String clock(double minutes) {
    long seconds = Math.round(minutes * 60);
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d h".formatted(seconds / 3600, seconds / 60 % 60);
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
