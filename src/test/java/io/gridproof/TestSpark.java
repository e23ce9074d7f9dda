package io.gridproof;

import org.apache.spark.sql.SparkSession;

/** The Spark that the tests of a JVM share, because starting one takes seconds. */
public final class TestSpark {
  private static SparkSession session;

  private TestSpark() {}

  /** A local session with two cores, made when it is first asked for. */
  public static synchronized SparkSession session() {
    if (session == null) {
      session =
          SparkSession.builder()
              .master("local[2]")
              .appName("tests")
              .config("spark.ui.enabled", "false")
              .config("spark.sql.shuffle.partitions", "2")
              .config("spark.sql.session.timeZone", "UTC")
              .config("spark.sql.warehouse.dir", "target/test-warehouse")
              .getOrCreate();
      session.sparkContext().setLogLevel("ERROR");
    }
    return session;
  }
}
