package io.gridproof.cli;

import org.apache.spark.sql.SparkSession;

/** The Spark session of a verb. */
final class Sessions {
  private Sessions() {}

  /** Opens the session that spark-submit's settings describe, or the running one. */
  static SparkSession open(String name) {
    SparkSession session = SparkSession.builder().appName("gridproof " + name).getOrCreate();
    session.conf().set("spark.sql.session.timeZone", "UTC");
    return session;
  }
}
