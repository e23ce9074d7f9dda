package io.gridproof.results;

import java.time.Instant;

/**
 * One execution of {@code run}: what the table {@code runs} keeps of it.
 *
 * @param specification YAML that reads as the study
 * @param finishedAt null while it runs, and for ever if it did not come to an end in order
 * @param trials how many trials the directory held at its end; null as long as that is
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
    String settings,
    Integer trials) {

  /** The table {@code runs}. */
  static final Columns<RunInfo> COLUMNS =
      Columns.<RunInfo>none()
          .text("run_id", RunInfo::runId)
          .text("study", RunInfo::study)
          .text("specification", RunInfo::specification)
          .time("started_at", RunInfo::startedAt)
          .time("finished_at", RunInfo::finishedAt)
          .text("dataset_sha256", RunInfo::datasetSha256)
          .text("trainer_version", RunInfo::trainerVersion)
          .text("project_version", run -> run.versions.project)
          .text("commit", run -> run.versions.commit)
          .text("java_version", run -> run.versions.java)
          .text("spark_version", run -> run.versions.spark)
          .text("hadoop_version", run -> run.versions.hadoop)
          .text("os", run -> run.versions.os)
          .text("architecture", run -> run.versions.architecture)
          .text("kernel", run -> run.versions.kernel)
          .text("settings", RunInfo::settings)
          .integer("trials", RunInfo::trials);

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

  RunInfo finished(Instant at, int held) {
    return new RunInfo(
        runId,
        study,
        specification,
        startedAt,
        at,
        datasetSha256,
        trainerVersion,
        versions,
        settings,
        held);
  }
}
