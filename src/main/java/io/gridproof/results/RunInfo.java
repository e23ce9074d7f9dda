package io.gridproof.results;

import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * One execution of {@code run}: what the table {@code runs} keeps of it.
 *
 * @param specification YAML that reads as the study
 * @param finishedAt null while it runs, and for ever if it did not come to an end in order
 */
public record RunInfo(
    String runId,
    String study,
    String specification,
    Instant startedAt,
    Instant finishedAt,
    String datasetSha256,
    String trainerVersion,
    Versions versions,
    String settings) {

  /** What it ran with. */
  public record Versions(
      String project,
      String commit,
      String java,
      String spark,
      String hadoop,
      String os,
      String architecture,
      String kernel) {}

  RunInfo finished(Instant at) {
    return new RunInfo(
        runId,
        study,
        specification,
        startedAt,
        at,
        datasetSha256,
        trainerVersion,
        versions,
        settings);
  }

  List<Row> rows() {
    return List.of(
        RowFactory.create(
            runId,
            study,
            specification,
            startedAt,
            finishedAt,
            datasetSha256,
            trainerVersion,
            versions.project,
            versions.commit,
            versions.java,
            versions.spark,
            versions.hadoop,
            versions.os,
            versions.architecture,
            versions.kernel,
            settings));
  }
}
