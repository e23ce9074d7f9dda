package io.gridproof.cli;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** The Spark session of a verb. */
final class Sessions {
  private Sessions() {}

  /** Opens the session that spark-submit's settings describe, or the running one. */
  static SparkSession open(String name) {
    SparkConf conf = new SparkConf();
    // A task fails only on an executor that is refused or lost: the next attempt is elsewhere, and
    // an executor that failed twice gets no more. One bad executor says nothing about its host.
    int attempts = conf.getInt("spark.task.maxFailures", 4);
    if (attempts > 1) {
      conf.setIfMissing("spark.excludeOnFailure.enabled", "true");
      conf.setIfMissing(
          "spark.excludeOnFailure.task.maxTaskAttemptsPerNode", String.valueOf(attempts - 1));
      conf.setIfMissing(
          "spark.excludeOnFailure.application.maxFailedExecutorsPerNode",
          String.valueOf(Integer.MAX_VALUE));
    }
    // Where a worker starts the driver, it hands down the secret in the environment, as it does to
    // executors; but a driver is asked for the setting.
    String secret = System.getenv("_SPARK_AUTH_SECRET");
    if (secret != null) {
      conf.setIfMissing("spark.authenticate.secret", secret);
    }
    // The images of a study come to the driver, and may be 2 GiB.
    conf.setIfMissing("spark.driver.maxResultSize", "3g");
    SparkSession session =
        SparkSession.builder().config(conf).appName("gridproof " + name).getOrCreate();
    session.conf().set("spark.sql.session.timeZone", "UTC");
    return session;
  }
}
