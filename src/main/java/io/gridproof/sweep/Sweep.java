package io.gridproof.sweep;

import io.gridproof.nn.SelfTest;
import io.gridproof.nn.Splits;
import io.gridproof.nn.Status;
import io.gridproof.results.ResultWriter;
import io.gridproof.results.TrialReport;
import io.gridproof.study.Study;
import io.gridproof.study.Trial;
import io.gridproof.sweep.Judge.Verdict;
import io.gridproof.sweep.TaskWatch.Running;
import io.gridproof.sweep.TrialJobs.Ended;
import io.gridproof.sweep.TrialJobs.Ended.Answered;
import io.gridproof.sweep.TrialJobs.Ended.GivenUp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * Fans trials out to the cluster and commits what comes back.
 *
 * <p>One thread decides everything: which trial goes next, what the end of a job means ({@link
 * Judge}), when to commit. Used once.
 */
public final class Sweep {
  /** Jobs for each core: as one ends there the next must be waiting. */
  private static final int JOBS_PER_CORE = 2;

  /** How often it looks up when no job ends. */
  private static final Duration TICK = Duration.ofMillis(100);

  private final JavaSparkContext spark;
  private final Study study;
  private final Commits commits;
  private final Consumer<String> notes;
  private final BiFunction<Study, Broadcast<Splits>, Function<Attempt, Answer>> tasks;
  private final Judge judge;
  private final ClusterTimeouts timeouts;
  private final TaskWatch watch = new TaskWatch();

  private final Deque<Attempt> queue = new ArrayDeque<>();
  private final Deque<Attempt> suspects = new ArrayDeque<>();
  private final Map<String, Running> overdue = new HashMap<>();
  private final Map<String, String> refusals = new LinkedHashMap<>();
  private Throwable firstFailure;
  private long lastProgress;
  private int failures;
  private volatile boolean stopping;

  /** Why a sweep ended. */
  public enum End {
    /** Every trial has its row. */
    ALL_DONE,
    /** More trials of this run did not finish than {@code limits.failed_trials} allows. */
    TOO_MANY_FAILED,
    /** Somebody asked for it. */
    STOPPED
  }

  /**
   * @param committed told of every trial after it was written
   * @param notes told what a person should know at once, a line each
   */
  public Sweep(
      JavaSparkContext spark,
      Study study,
      ResultWriter results,
      Consumer<TrialReport> committed,
      Consumer<String> notes) {
    this(spark, study, results, committed, notes, TrialTask::of);
  }

  /**
   * @param tasks makes what executors do with a trial
   */
  Sweep(
      JavaSparkContext spark,
      Study study,
      ResultWriter results,
      Consumer<TrialReport> committed,
      Consumer<String> notes,
      BiFunction<Study, Broadcast<Splits>, Function<Attempt, Answer>> tasks) {
    this.spark = spark;
    this.study = study;
    this.commits = new Commits(results, committed);
    this.notes = notes;
    this.tasks = tasks;
    this.judge =
        new Judge(spark.isLocal() ? 1 : spark.getConf().getInt("spark.task.maxFailures", 4));
    this.timeouts = ClusterTimeouts.of(spark.getConf());
  }

  /**
   * Trains the trials. However it ends, what had reached the driver is committed.
   *
   * @throws EngineException if the cluster does not work
   */
  public End run(List<Trial> trials, Splits images) throws IOException, InterruptedException {
    refuseWrongArithmetic();
    trials.forEach(trial -> queue.add(Attempt.first(trial)));
    spark.sc().addSparkListener(watch);
    try (TrialJobs jobs = new TrialJobs(spark, tasks.apply(study, spark.broadcast(images)))) {
      try {
        return schedule(jobs);
      } finally {
        takeWhatIsThere(jobs);
        commits.commit();
      }
    } catch (IllegalStateException e) {
      // So says Spark to all who call a context that was stopped under them.
      throw spark.sc().isStopped() ? Judge.engineFailed(e) : e;
    } finally {
      spark.sc().removeSparkListener(watch);
    }
  }

  /** Ends the sweep soon, from another thread. */
  public void stop() {
    stopping = true;
  }

  private static void refuseWrongArithmetic() {
    SelfTest here = SelfTest.ofThisJvm();
    List<String> differences = SelfTest.REFERENCE.differences(here);
    if (!differences.isEmpty()) {
      throw new EngineException(
          "this JVM (%s) computes other %s than the reference: its results could not be verified"
              .formatted(here.machine(), String.join(", ", differences)));
    }
  }

  private End schedule(TrialJobs jobs) throws IOException, InterruptedException {
    int mostFailures = study.limits().failedTrials().orElse(Integer.MAX_VALUE);
    lastProgress = System.nanoTime();
    while (!queue.isEmpty() || jobs.open() > 0 || !suspects.isEmpty()) {
      submit(jobs);
      Optional<Ended> ended = jobs.next(TICK);
      if (ended.isPresent()) {
        act(ended.get());
      }
      commits.commitIfDue();
      cancelOverdue(jobs);
      giveUpWithoutProgress();
      if (stopping) {
        return End.STOPPED;
      }
      if (failures > mostFailures) {
        return End.TOO_MANY_FAILED;
      }
    }
    return End.ALL_DONE;
  }

  private void submit(TrialJobs jobs) {
    while (!queue.isEmpty() && jobs.open() < JOBS_PER_CORE * spark.defaultParallelism()) {
      jobs.submit(queue.remove());
    }
    if (jobs.open() == 0 && !suspects.isEmpty()) {
      jobs.submit(suspects.remove());
    }
  }

  private void act(Ended ended) {
    if (ended instanceof GivenUp job) {
      firstFailure = firstFailure == null ? job.failure() : firstFailure;
      if (spark.sc().isStopped()) {
        throw Judge.engineFailed(firstFailure);
      }
    }
    String trialId = ended.attempt().trial().trialId();
    Verdict verdict = judge.of(ended, Optional.ofNullable(overdue.remove(trialId)));
    if (verdict instanceof Verdict.Refused refused) {
      queue.addFirst(refused.same());
      if (refusals.put(refused.executorId(), refused.reason()) == null) {
        notes.accept(refused.reason());
      }
      return;
    }
    lastProgress = System.nanoTime();
    if (ended instanceof Answered answered && answered.answer() instanceof Answer.Trained trained) {
      // It was short of memory for a while.
      refusals.remove(trained.report().execution().executorId());
    }
    if (verdict instanceof Verdict.Row row) {
      add(row.report());
    } else {
      suspects.add(((Verdict.Later) verdict).next());
    }
  }

  private void add(TrialReport report) {
    commits.add(report);
    failures += report.result().status() == Status.FINISHED ? 0 : 1;
    firstFailure = null;
  }

  private void takeWhatIsThere(TrialJobs jobs) throws InterruptedException {
    for (Optional<Ended> ended = jobs.next(Duration.ZERO);
        ended.isPresent();
        ended = jobs.next(Duration.ZERO)) {
      if (ended.get() instanceof Answered job && job.answer() instanceof Answer.Trained trained) {
        add(trained.report());
      }
    }
  }

  /** For trials that do not look at the clock themselves. */
  private void cancelOverdue(TrialJobs jobs) {
    Optional<Duration> longest = TrialTask.longest(study).map(timeouts.grace()::plus);
    for (Running task : longest.isPresent() ? working() : List.<Running>of()) {
      if (task.age().compareTo(longest.get()) > 0) {
        overdue.put(task.trialId(), task);
        jobs.cancel(task.trialId(), "it took longer than limits.trial_minutes");
      }
    }
  }

  private void giveUpWithoutProgress() {
    if (!working().isEmpty()) {
      lastProgress = System.nanoTime();
    }
    if (System.nanoTime() - lastProgress < timeouts.executors().toNanos()) {
      return;
    }
    if (!refusals.isEmpty()) {
      throw new EngineException(
          "no executor can train, run again on others to continue: "
              + String.join("; ", refusals.values()));
    }
    throw spark.isLocal()
        ? new EngineException("trials that do not end hold every core; run again to continue")
        : ClusterTimeouts.noExecutor(spark, timeouts.executors());
  }

  /** Trials that are being trained: neither refused nor given up. */
  private List<Running> working() {
    return watch.running().stream()
        .filter(task -> !refusals.containsKey(task.executorId()))
        .filter(task -> !overdue.containsKey(task.trialId()))
        .toList();
  }
}
