package io.gridproof.results;

import static java.util.stream.Collectors.joining;

import io.gridproof.nn.Status;
import io.gridproof.study.Metric;
import io.gridproof.study.Parameter;
import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** What users keep asking of the tables; the views {@code trials} and so on must be registered. */
final class Views {
  private Views() {}

  /**
   * A row a configuration, best first: mean, standard deviation and 95 % confidence interval
   * (Student's t) of the metric over its finished trials.
   */
  static Dataset<Row> leaderboard(SparkSession spark, Metric metric) {
    spark
        .udf()
        .register("t_critical", (UDF1<Long, Double>) Views::criticalValue, DataTypes.DoubleType);
    String parameters =
        Arrays.stream(Parameter.values()).map(Parameter::column).collect(joining(", "));
    // Trials from before there was a parameter have no value of it, and the config_id of others.
    String values =
        Arrays.stream(Parameter.values())
            .map(parameter -> "max(%1$s) AS %1$s".formatted(parameter.column()))
            .collect(joining(", "));
    return spark.sql(
        """
        WITH summary AS (
          SELECT config_id, %4$s,
            count(*) AS trials,
            count_if(status = 'FINISHED') AS n,
            avg(%2$s) FILTER (WHERE status = 'FINISHED') AS mean,
            stddev_samp(%2$s) FILTER (WHERE status = 'FINISHED') AS std
          FROM trials
          GROUP BY config_id),
        intervals AS (
          SELECT *, t_critical(n) * std / sqrt(n) AS half FROM summary)
        SELECT
          rank() OVER (ORDER BY mean %3$s NULLS LAST) AS rank,
          config_id, %1$s, '%2$s' AS metric,
          mean, std, mean - half AS ci_low, mean + half AS ci_high, n, trials
        FROM intervals
        ORDER BY rank, config_id
        """
            .formatted(parameters, metric.name().column(), metric.goal().bestFirst(), values));
  }

  /** The two-sided 95 % critical value for the mean of n numbers; null if they are too few. */
  private static Double criticalValue(Long n) {
    return n < 2 ? null : new TDistribution(n - 1).inverseCumulativeProbability(0.975);
  }

  /**
   * One row: how many trials have a result that any machine would repeat; {@code digest}, of the
   * results_sha256 of all of them in the order of their trial_id; and {@code training_digest}, of
   * their weights and curves alone, as versions before results_sha256 computed it. The digest is
   * null if one of the trials was written by such a version.
   */
  static Dataset<Row> studyDigest(SparkSession spark) {
    String statuses =
        Arrays.stream(Status.values())
            .filter(Status::isDeterministic)
            .map(status -> "'" + status + "'")
            .collect(joining(", "));
    return spark.sql(
        """
        SELECT count(*) AS trials,
          if(count(results_sha256) = count(*), %s, NULL) AS digest,
          %s AS training_digest
        FROM trials WHERE status IN (%s)
        """
            .formatted(digest("results_sha256"), digest("weights_sha256, curve_sha256"), statuses));
  }

  /** Of these columns of all rows, whatever the order of the rows. */
  private static String digest(String columns) {
    return "sha2(array_join(array_sort(collect_list(concat_ws(' ', trial_id, %s))), '\\n'), 256)"
        .formatted(columns);
  }
}
