package io.gridproof.sweep;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * How long to wait for a cluster.
 *
 * @param executors for the first executor, and for another when all are lost: {@code
 *     spark.gridproof.patience}
 * @param grace for a trial that is over its limit to notice it: {@code spark.gridproof.grace}
 */
public record ClusterTimeouts(Duration executors, Duration grace) {
  private static final String EXECUTORS = "spark.gridproof.patience";
  private static final String GRACE = "spark.gridproof.grace";

  static ClusterTimeouts of(SparkConf conf) {
    return new ClusterTimeouts(
        Duration.ofSeconds(conf.getTimeAsSeconds(EXECUTORS, "2m")),
        Duration.ofSeconds(conf.getTimeAsSeconds(GRACE, "30s")));
  }

  /**
   * Waits until an executor has run a task, so that no later job waits for ever on a cluster that
   * has none to give.
   *
   * @throws EngineException if none comes
   */
  public static void awaitExecutor(JavaSparkContext spark) throws InterruptedException {
    Duration longest = of(spark.getConf()).executors();
    JavaFutureAction<Long> job = spark.parallelize(List.of(0), 1).countAsync();
    try {
      job.get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      job.cancel(true);
      throw noExecutor(spark, longest);
    } catch (ExecutionException e) {
      throw Judge.engineFailed(e.getCause());
    }
  }

  static EngineException noExecutor(JavaSparkContext spark, Duration waited) {
    return new EngineException(
        ("no executor took a task in %d s (%s): look whether %s has workers with free cores and"
                + " memory for executors of spark.executor.cores and spark.executor.memory, and at"
                + " the executors' logs; run again to continue")
            .formatted(waited.toSeconds(), EXECUTORS, spark.master()));
  }
}
