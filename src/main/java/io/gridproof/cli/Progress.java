package io.gridproof.cli;

import io.gridproof.cli.terminal.Screen;
import io.gridproof.nn.ImageSet;
import io.gridproof.nn.Status;
import io.gridproof.results.Metrics;
import io.gridproof.results.TrialReport;
import io.gridproof.study.Cost;
import io.gridproof.study.Metric;
import io.gridproof.study.Trial;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a run is: a bar on a terminal, a line now and then elsewhere. */
final class Progress implements AutoCloseable {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
  private static final int REDRAW_MILLIS = 500;

  private final PrintWriter out;
  private final Metric metric;
  private final ImageSet train;
  private final int trials;
  private final TimeLeft timeLeft;
  private final long start = System.nanoTime();
  private final Optional<ProgressBar> bar;
  private int done;
  private int failed;
  private OptionalDouble best = OptionalDouble.empty();
  private long lastLine = start;

  private Progress(
      PrintWriter out,
      Metric metric,
      ImageSet train,
      List<Trial> trials,
      int cores,
      Optional<Screen> terminal) {
    this.out = out;
    this.metric = metric;
    this.train = train;
    this.trials = trials.size();
    this.timeLeft = new TimeLeft(trials.stream().mapToDouble(this::flops).sum(), cores);
    this.bar = terminal.map(this::bar);
  }

  /**
   * @param train the images to train on
   * @param trials those to be trained
   * @param cores how many are trained at a time
   */
  static Progress start(
      PrintWriter out, Metric metric, ImageSet train, List<Trial> trials, int cores) {
    Optional<Screen> terminal =
        Screen.isTerminal(Screen.STDERR) ? Optional.of(Screen.of(Screen.STDERR)) : Optional.empty();
    return new Progress(out, metric, train, trials, cores, terminal);
  }

  private ProgressBar bar(Screen terminal) {
    return new ProgressBarBuilder()
        .setTaskName("trials")
        .setInitialMax(trials)
        .setStyle(terminal.showsUnicode() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(REDRAW_MILLIS)
        .setMaxRenderedLength(terminal.columns() - 1)
        .hideEta()
        .build();
  }

  private double flops(Trial trial) {
    return Cost.flops(trial.configuration(), train.pixelsPerImage(), train.count());
  }

  /** To be told of every trial that was committed. */
  synchronized void committed(TrialReport report) {
    done++;
    timeLeft.ended(flops(report.trial()));
    if (report.result().status() == Status.FINISHED) {
      best = OptionalDouble.of(better(Metrics.value(metric.name(), report.result())));
    } else {
      failed++;
    }
    if (bar.isPresent()) {
      bar.get().setExtraMessage(" " + String.join(", ", details())).step();
    } else if (System.nanoTime() - lastLine >= BETWEEN_LINES.toNanos() || done == trials) {
      lastLine = System.nanoTime();
      List<String> words = new ArrayList<>(List.of("%d/%d trials".formatted(done, trials)));
      words.addAll(details());
      out.println(String.join(", ", words));
    }
  }

  private double better(double value) {
    return best.isEmpty() || metric.goal().isBetter(value, best.getAsDouble())
        ? value
        : best.getAsDouble();
  }

  /** How many trials it was told of. */
  synchronized int done() {
    return done;
  }

  /** Says something in between. */
  synchronized void note(String line) {
    out.println(bar.isPresent() ? "\r" + line : line);
  }

  private List<String> details() {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    List<String> details = new ArrayList<>();
    timeLeft.after(elapsed).ifPresent(left -> details.add(clock(left) + " left"));
    best.ifPresent(value -> details.add(String.format(Locale.ROOT, "best %.4f", value)));
    if (failed > 0) {
      details.add(failed + " not finished");
    }
    return details;
  }

  private static String clock(Duration left) {
    long seconds = left.toSeconds();
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d h".formatted(seconds / 3600, seconds / 60 % 60);
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
