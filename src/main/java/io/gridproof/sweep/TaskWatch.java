package io.gridproof.sweep;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;

/**
 * Knows which trials run where, and since when. Spark tells it a moment later, so it may be used to
 * wait for what takes long, not to decide what happened.
 */
final class TaskWatch extends SparkListener {
  static final String JOB_GROUP = "spark.jobGroup.id";

  private final Map<Integer, String> trials = new ConcurrentHashMap<>();
  private final Map<Long, Running> running = new ConcurrentHashMap<>();

  /**
   * A trial on an executor.
   *
   * @param attempt of Spark, 0 for the first
   */
  record Running(
      String trialId,
      String executorId,
      String host,
      int attempt,
      Instant startedAt,
      long startNanos) {

    Duration age() {
      return Duration.ofNanos(System.nanoTime() - startNanos);
    }
  }

  /** All tasks, also those of jobs that were cancelled, until they end. */
  List<Running> running() {
    return List.copyOf(running.values());
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted event) {
    String trialId = event.properties().getProperty(JOB_GROUP);
    if (trialId != null) {
      trials.put(event.stageInfo().stageId(), trialId);
    }
  }

  @Override
  public void onStageCompleted(SparkListenerStageCompleted event) {
    trials.remove(event.stageInfo().stageId());
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart event) {
    String trialId = trials.get(event.stageId());
    if (trialId != null) {
      TaskInfo task = event.taskInfo();
      running.put(
          task.taskId(),
          new Running(
              trialId,
              task.executorId(),
              task.host(),
              task.attemptNumber(),
              Instant.now(),
              System.nanoTime()));
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd event) {
    running.remove(event.taskInfo().taskId());
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
    running.values().removeIf(task -> task.executorId().equals(event.executorId()));
  }
}
