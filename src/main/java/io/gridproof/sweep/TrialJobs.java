package io.gridproof.sweep;

import static java.util.stream.Collectors.joining;

import io.gridproof.study.Parameter;
import io.gridproof.study.Point;
import io.gridproof.study.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/**
 * Trials as Spark jobs of one task each. So a result reaches the driver as soon as it is there, the
 * Spark UI names the trial, and a trial that takes its executor down with it ends its own job and
 * no other.
 *
 * <p>To be used by one thread.
 */
final class TrialJobs implements AutoCloseable {
  private final JavaSparkContext spark;
  private final Function<Attempt, Answer> task;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
  private int open;

  /** A job that came to an end. */
  sealed interface Ended {
    Attempt attempt();

    /** An executor answered. */
    record Answered(Attempt attempt, Answer answer) implements Ended {}

    /**
     * Spark gave it up.
     *
     * @param startedAt when the job was submitted
     */
    record GivenUp(Attempt attempt, Instant startedAt, Throwable failure) implements Ended {}
  }

  TrialJobs(JavaSparkContext spark, Function<Attempt, Answer> task) {
    this.spark = spark;
    this.task = task;
  }

  void submit(Attempt attempt) {
    open++;
    threads.execute(() -> ended.add(run(attempt)));
  }

  /** How many were submitted and not yet taken by {@link #next}. */
  int open() {
    return open;
  }

  /** A job that ended, as soon as there is one; empty if there is none for so long. */
  Optional<Ended> next(Duration longest) throws InterruptedException {
    Ended next = ended.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
    open -= next == null ? 0 : 1;
    return Optional.ofNullable(next);
  }

  /** Makes Spark give the trial's job up, and interrupt or kill what still runs of it. */
  void cancel(String trialId, String reason) {
    spark.cancelJobGroup(trialId, reason);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    if (!spark.sc().isStopped()) {
      spark.cancelAllJobs();
    }
  }

  /** Runs in a thread of its own: a job's group and description are properties of the thread. */
  private Ended run(Attempt attempt) {
    Instant startedAt = Instant.now();
    try {
      spark.setJobGroup(attempt.trial().trialId(), description(attempt.trial()), true);
      return new Ended.Answered(attempt, spark.parallelize(List.of(attempt), 1).map(task).first());
    } catch (Throwable failure) {
      return new Ended.GivenUp(attempt, startedAt, failure);
    }
  }

  private static String description(Trial trial) {
    Point point = Point.of(trial.configuration());
    return Arrays.stream(Parameter.values())
        .filter(parameter -> parameter.value(point) != null)
        .map(parameter -> parameter.column() + " " + parameter.value(point))
        .collect(
            joining(
                ", ", "trial " + trial.trialId() + ", replicate " + trial.replicate() + ": ", ""));
  }
}
