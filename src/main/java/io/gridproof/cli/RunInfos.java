package io.gridproof.cli;

import static java.util.stream.Collectors.joining;

import io.gridproof.kernel.Kernel;
import io.gridproof.nn.Trainer;
import io.gridproof.results.RunInfo;
import io.gridproof.study.Study;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.sql.SparkSession;

/** Describes a run that begins. */
final class RunInfos {
  /** The settings of Spark that are kept. All others may hold secrets and are not. */
  private static final List<String> KEPT_SETTINGS =
      List.of(
          "spark.master",
          "spark.submit.deployMode",
          "spark.driver.memory",
          "spark.executor.instances",
          "spark.executor.cores",
          "spark.executor.memory",
          "spark.default.parallelism",
          "spark.dynamicAllocation.enabled",
          "spark.speculation",
          "spark.task.cpus",
          "spark.task.maxFailures");

  private static final DateTimeFormatter RUN_ID =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private RunInfos() {}

  static RunInfo now(SparkSession spark, Study study, String datasetSha256) {
    Instant now = Instant.now();
    BuildInfo build = BuildInfo.load();
    return new RunInfo(
        RUN_ID.format(now) + "-%04x".formatted(new SecureRandom().nextInt(1 << 16)),
        study.name(),
        study.text(),
        now,
        null,
        datasetSha256,
        Trainer.VERSION,
        new RunInfo.Versions(
            build.version(),
            build.commit(),
            System.getProperty("java.version"),
            spark.version(),
            VersionInfo.getVersion(),
            System.getProperty("os.name") + " " + System.getProperty("os.version"),
            System.getProperty("os.arch"),
            Kernel.best().description()),
        KEPT_SETTINGS.stream()
            .filter(spark.conf()::contains)
            .map(key -> key + "=" + spark.conf().get(key))
            .collect(joining("\n")),
        null);
  }
}
