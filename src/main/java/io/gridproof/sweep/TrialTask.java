package io.gridproof.sweep;

import io.gridproof.kernel.Kernel;
import io.gridproof.nn.Recording;
import io.gridproof.nn.SelfTest;
import io.gridproof.nn.Splits;
import io.gridproof.nn.Trainer;
import io.gridproof.nn.TrainingResult;
import io.gridproof.nn.Weights;
import io.gridproof.results.Status;
import io.gridproof.results.TrialReport;
import io.gridproof.results.TrialReport.Execution;
import io.gridproof.results.TrialReport.LayerBytes;
import io.gridproof.results.TrialReport.Outcome;
import io.gridproof.study.Study;
import io.gridproof.study.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * What an executor does with a trial: train it and report. Whatever training throws becomes a
 * report; only an executor that would compute other bits than the driver fails the task.
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
    implements Function<Trial, TrialReport> {

  private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);
  private static final double NANOS_PER_MINUTE = 6e10;

  static TrialTask of(Study study, Broadcast<Splits> images) {
    Duration longest =
        study.limits().trialMinutes().isPresent()
            ? Duration.ofNanos(
                (long) (study.limits().trialMinutes().getAsDouble() * NANOS_PER_MINUTE))
            : FOR_EVER;
    return new TrialTask(
        SelfTest.ofThisJvm(), images, study.recording(), study.keepWeights(), longest);
  }

  @Override
  public TrialReport call(Trial trial) {
    refuseOtherArithmetic();
    Instant startedAt = Instant.now();
    long start = System.nanoTime();
    try {
      BooleanSupplier timeIsUp = () -> System.nanoTime() - start > longest.toNanos();
      TrainingResult result =
          new Trainer(
                  Kernel.best(), trial.configuration(), trial.seeds(), recording, images.value())
              .train(timeIsUp);
      return new TrialReport(
          trial,
          status(result.outcome()),
          result.message().isEmpty() ? null : result.message(),
          outcome(result),
          execution(startedAt, start));
    } catch (RuntimeException | OutOfMemoryError failure) {
      return new TrialReport(
          trial, Status.FAILED, failure.toString(), Outcome.NONE, execution(startedAt, start));
    }
  }

  /** Spark then runs the trial elsewhere, and after some trials nothing here any more. */
  private void refuseOtherArithmetic() {
    SelfTest here = SelfTest.ofThisJvm();
    List<String> differences = driver.differences(here);
    if (!differences.isEmpty()) {
      throw new IllegalStateException(
          "executor %s on %s is refused: its %s would not be the driver's (%s here, %s there)"
              .formatted(
                  SparkEnv.get().executorId(),
                  SparkEnv.get().blockManager().blockManagerId().host(),
                  String.join(", ", differences),
                  here.machine(),
                  driver.machine()));
    }
  }

  private static Status status(TrainingResult.Outcome outcome) {
    return switch (outcome) {
      case FINISHED -> Status.FINISHED;
      case DIVERGED -> Status.DIVERGED;
      case TIMED_OUT -> Status.TIMED_OUT;
    };
  }

  private Outcome outcome(TrainingResult result) {
    return new Outcome(
        result.stepsRun(),
        result.weightsSha256(),
        result.curveSha256(),
        result.curve(),
        result.train(),
        result.validation(),
        result.test(),
        keepWeights ? model(result.weights()) : List.of());
  }

  private static List<LayerBytes> model(Weights weights) {
    return weights.layers().stream()
        .map(
            layer ->
                new LayerBytes(
                    layer.inputs(), layer.outputs(), layer.weightBytes(), layer.biasBytes()))
        .toList();
  }

  private static Execution execution(Instant startedAt, long start) {
    return new Execution(
        startedAt,
        Duration.ofNanos(System.nanoTime() - start).toMillis(),
        SparkEnv.get().blockManager().blockManagerId().host(),
        SparkEnv.get().executorId(),
        TaskContext.get().attemptNumber());
  }
}
