package io.gridproof.sweep;

import io.gridproof.kernel.Kernel;
import io.gridproof.nn.Recording;
import io.gridproof.nn.SelfTest;
import io.gridproof.nn.Splits;
import io.gridproof.nn.Status;
import io.gridproof.nn.Trainer;
import io.gridproof.nn.TrainingResult;
import io.gridproof.results.HostName;
import io.gridproof.results.TrialReport;
import io.gridproof.results.TrialReport.Execution;
import io.gridproof.study.Study;
import io.gridproof.study.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * What an executor does with a trial: train it and report. Whatever training throws becomes a
 * report, unless it was told to stop; an executor that cannot train says so.
 *
 * @param driver what the driver's arithmetic gives
 * @param images one copy for all tasks of an executor
 * @param longest the longest that a trial may train
 */
record TrialTask(
    SelfTest driver,
    Broadcast<Splits> images,
    Recording recording,
    boolean keepWeights,
    Duration longest)
    implements Function<Attempt, Answer> {

  private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);
  private static final double NANOS_PER_MINUTE = 6e10;

  static TrialTask of(Study study, Broadcast<Splits> images) {
    return new TrialTask(
        SelfTest.ofThisJvm(),
        images,
        study.recording(),
        study.keepWeights(),
        longest(study).orElse(FOR_EVER));
  }

  /** The longest that a trial of the study may train; empty: for ever. */
  static Optional<Duration> longest(Study study) {
    return study.limits().trialMinutes().stream()
        .mapToObj(minutes -> Duration.ofNanos((long) (minutes * NANOS_PER_MINUTE)))
        .findFirst();
  }

  @Override
  public Answer call(Attempt attempt) throws InterruptedException {
    Optional<Answer.Refused> refusal = Admission.refusal(driver, images);
    return refusal.isPresent() ? refusal.get() : train(attempt);
  }

  private Answer train(Attempt attempt) {
    Trial trial = attempt.trial();
    Instant startedAt = Instant.now();
    long start = System.nanoTime();
    TaskContext task = TaskContext.get();
    BooleanSupplier timeIsUp =
        () -> {
          if (task.isInterrupted()) {
            throw new TaskKilledException("the driver wants no result any more");
          }
          return System.nanoTime() - start > longest.toNanos();
        };
    try {
      TrainingResult result =
          new Trainer(
                  Kernel.best(), trial.configuration(), trial.seeds(), recording, images.value())
              .train(timeIsUp);
      return new Answer.Trained(
          new TrialReport(
              trial,
              keepWeights ? result : result.withoutWeights(),
              execution(attempt, startedAt, start)));
    } catch (TaskKilledException killed) {
      throw killed;
    } catch (OutOfMemoryError failure) {
      String error =
          "%s: the executor's %d MB are not enough for this trial alone (spark.executor.memory;"
              + " in local mode spark.driver.memory)";
      return new Answer.OutOfMemory(
          failed(
              attempt,
              error.formatted(failure, Runtime.getRuntime().maxMemory() >> 20),
              startedAt,
              start));
    } catch (Throwable failure) {
      return new Answer.Trained(failed(attempt, described(failure), startedAt, start));
    }
  }

  private static TrialReport failed(Attempt attempt, String error, Instant startedAt, long start) {
    return new TrialReport(
        attempt.trial(),
        TrainingResult.none(Status.FAILED, error),
        execution(attempt, startedAt, start));
  }

  /** The exception and the line of this project that it came through first. */
  private static String described(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("io.gridproof."))
        .findFirst()
        .map(frame -> failure + " at " + frame)
        .orElseGet(failure::toString);
  }

  private static Execution execution(Attempt attempt, Instant startedAt, long start) {
    return new Execution(
        startedAt,
        Duration.ofNanos(System.nanoTime() - start).toMillis(),
        HostName.ofThisMachine(),
        SparkEnv.get().executorId(),
        attempt.before() + TaskContext.get().attemptNumber());
  }
}
