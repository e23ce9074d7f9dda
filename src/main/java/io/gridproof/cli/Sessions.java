package io.gridproof.cli;

import io.gridproof.results.Messages;
import io.gridproof.sweep.ClusterTimeouts;
import io.gridproof.sweep.EngineException;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** The Spark session of a verb. */
final class Sessions {
  private static final Pattern LOCAL = Pattern.compile("local(\\[.*])?");

  private Sessions() {}

  /**
   * Opens a session for questions: without a UI, which takes longer to start than to be of use.
   *
   * @throws EngineException if there is no cluster, or it has no executor for us
   */
  static SparkSession open(String name) throws InterruptedException {
    return open(name, new SparkConf().setIfMissing("spark.ui.enabled", "false"));
  }

  /**
   * Opens a session for trials, which the UI shows while they are trained.
   *
   * @throws EngineException if there is no cluster, or it has no executor for us
   */
  static SparkSession openForTraining(String name) throws InterruptedException {
    return open(name, new SparkConf());
  }

  /** The session that spark-submit's settings describe, or the running one. */
  private static SparkSession open(String name, SparkConf conf) throws InterruptedException {
    // A trial fails here only together with its executor. What a lost executor takes along is tried
    // again, but not often among others: each time the same trial may be the one to blame.
    conf.setIfMissing("spark.task.maxFailures", "2");
    // A trial that was cancelled and does not end must give its core back.
    conf.setIfMissing("spark.task.reaper.enabled", "true");
    conf.setIfMissing("spark.task.reaper.killTimeout", "10s");
    // The driver listens on loopback even where it is alone, and believes whoever connects: other
    // users of the host must not. In local mode Spark makes up a secret of its own.
    if (LOCAL.matcher(conf.get("spark.master", "")).matches()) {
      conf.setIfMissing("spark.authenticate", "true");
    }
    // Where a worker starts the driver, it hands down the secret in the environment, as it does to
    // executors; but a driver is asked for the setting.
    String secret = System.getenv("_SPARK_AUTH_SECRET");
    if (secret != null) {
      conf.setIfMissing("spark.authenticate.secret", secret);
    }
    // The images of a study come to the driver, and may be 2 GiB.
    conf.setIfMissing("spark.driver.maxResultSize", "3g");
    // A study that is not finished may have many small files, which a job would not list faster.
    conf.setIfMissing("spark.sql.sources.parallelPartitionDiscovery.threshold", "10000");
    try {
      SparkSession session =
          SparkSession.builder().config(conf).appName("gridproof " + name).getOrCreate();
      session.conf().set("spark.sql.session.timeZone", "UTC");
      if (!session.sparkContext().isLocal()) {
        ClusterTimeouts.awaitExecutor(JavaSparkContext.fromSparkContext(session.sparkContext()));
      }
      return session;
    } catch (EngineException | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new EngineException(
          "Spark did not start, look whether %s is there: %s: %s"
              .formatted(
                  conf.get("spark.master", "no master"),
                  e.getClass().getSimpleName(),
                  Messages.firstLine(e)),
          e);
    }
  }

  /**
   * Stops the running session, if there is one. The hooks of a JVM that ends would do so too, but
   * in no order: workers of its own would start executors again that have been stopped.
   */
  static void close() {
    Option<SparkSession> session = SparkSession.getDefaultSession();
    if (session.isDefined()) {
      session.get().stop();
    }
  }
}
