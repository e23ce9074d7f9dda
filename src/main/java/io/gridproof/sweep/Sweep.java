package io.gridproof.sweep;

import static java.util.stream.Collectors.joining;

import io.gridproof.nn.SelfTest;
import io.gridproof.nn.Splits;
import io.gridproof.results.Messages;
import io.gridproof.results.ResultWriter;
import io.gridproof.results.Status;
import io.gridproof.results.TrialReport;
import io.gridproof.results.TrialReport.Execution;
import io.gridproof.results.TrialReport.Outcome;
import io.gridproof.study.Parameter;
import io.gridproof.study.Point;
import io.gridproof.study.Study;
import io.gridproof.study.Trial;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Fans trials out to the cluster and commits what comes back.
 *
 * <p>Every trial is a Spark job of one task. So its result reaches the driver as soon as it is
 * there, the Spark UI names it, and a trial that takes its executor down with it, as often as Spark
 * tries, ends its own job and no other.
 */
public final class Sweep {
  /** Results wait this long, or for this many others, before they are committed. */
  private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);

  private static final int COMMIT_TRIALS = 32;

  /** Jobs for each core: as one ends there the next must be waiting. */
  private static final int JOBS_PER_CORE = 2;

  private final JavaSparkContext spark;
  private final Study study;
  private final ResultWriter results;
  private final Consumer<TrialReport> committed;

  /**
   * @param committed told of every trial after it was written
   */
  public Sweep(
      JavaSparkContext spark, Study study, ResultWriter results, Consumer<TrialReport> committed) {
    this.spark = spark;
    this.study = study;
    this.results = results;
    this.committed = committed;
  }

  /**
   * Trains the trials; returns when all are committed, or when more of them failed than the study
   * allows.
   *
   * @return how many were committed
   */
  public int run(List<Trial> trials, Splits images) throws IOException, InterruptedException {
    refuseWrongArithmetic();
    Broadcast<Splits> broadcast = spark.broadcast(images);
    TrialTask task = TrialTask.of(study, broadcast);
    ExecutorService submitters =
        Executors.newFixedThreadPool(Math.max(1, JOBS_PER_CORE * spark.defaultParallelism()));
    CompletionService<TrialReport> finished = new ExecutorCompletionService<>(submitters);
    try {
      trials.forEach(trial -> finished.submit(() -> train(trial, task)));
      return commitAll(trials.size(), finished);
    } finally {
      submitters.shutdownNow();
      spark.cancelAllJobs();
    }
  }

  private static void refuseWrongArithmetic() {
    SelfTest here = SelfTest.ofThisJvm();
    List<String> differences = SelfTest.REFERENCE.differences(here);
    if (!differences.isEmpty()) {
      throw new IllegalStateException(
          "this JVM (%s) computes other %s than the reference: its results could not be verified"
              .formatted(here.machine(), String.join(", ", differences)));
    }
  }

  private int commitAll(int trials, CompletionService<TrialReport> finished)
      throws IOException, InterruptedException {
    int mostFailures = study.limits().failedTrials().orElse(trials);
    List<TrialReport> waiting = new ArrayList<>();
    long firstArrival = 0;
    int received = 0;
    int failures = 0;
    while (received < trials && failures <= mostFailures) {
      Future<TrialReport> next =
          waiting.isEmpty()
              ? finished.take()
              : finished.poll(
                  COMMIT_EVERY.toNanos() - (System.nanoTime() - firstArrival),
                  TimeUnit.NANOSECONDS);
      if (next != null) {
        if (waiting.isEmpty()) {
          firstArrival = System.nanoTime();
        }
        TrialReport report = report(next);
        waiting.add(report);
        received++;
        failures += report.status() == Status.FINISHED ? 0 : 1;
      }
      if (next == null || waiting.size() >= COMMIT_TRIALS) {
        commit(waiting);
      }
    }
    commit(waiting);
    return received;
  }

  private void commit(List<TrialReport> waiting) throws IOException {
    if (!waiting.isEmpty()) {
      results.commit(waiting);
      waiting.forEach(committed);
      waiting.clear();
    }
  }

  private static TrialReport report(Future<TrialReport> finished) throws InterruptedException {
    try {
      return finished.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the engine failed, run again to continue: " + e.getCause().getMessage(), e.getCause());
    }
  }

  /** Runs in a thread of its own: the job's description is a property of the thread. */
  private TrialReport train(Trial trial, TrialTask task) {
    Instant startedAt = Instant.now();
    spark.setJobDescription(description(trial));
    try {
      return spark.parallelize(List.of(trial), 1).map(task).first();
    } catch (Exception e) {
      if (!(e instanceof SparkException) || spark.sc().isStopped()) {
        throw e;
      }
      long millis = Duration.between(startedAt, Instant.now()).toMillis();
      int attempts = spark.getConf().getInt("spark.task.maxFailures", 4);
      return new TrialReport(
          trial,
          Status.CRASHED,
          Messages.firstLine(e),
          Outcome.NONE,
          new Execution(startedAt, millis, null, null, attempts - 1));
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
