package io.gridproof.cli;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** The Spark session of a verb. */
final class Sessions {
  private Sessions() {}

  /** Opens the session that spark-submit's settings describe, or the running one. */
  static SparkSession open(String name) {
    SparkConf conf = new SparkConf();
    // A task fails only on an executor that is refused or lost, so try the next one elsewhere.
    conf.setIfMissing("spark.excludeOnFailure.enabled", "true");
    conf.setIfMissing("spark.excludeOnFailure.task.maxTaskAttemptsPerNode", "4");
    conf.setIfMissing("spark.excludeOnFailure.application.maxFailedExecutorsPerNode", "1000");
    SparkSession session =
        SparkSession.builder().config(conf).appName("gridproof " + name).getOrCreate();
    session.conf().set("spark.sql.session.timeZone", "UTC");
    return session;
  }
}
