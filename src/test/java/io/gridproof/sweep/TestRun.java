package io.gridproof.sweep;

import io.gridproof.results.RunInfo;
import io.gridproof.study.Study;
import java.time.Instant;

/** The entry of a run of which nothing matters but its study. */
final class TestRun {
  private TestRun() {}

  static RunInfo of(Study study, String datasetSha256) {
    return new RunInfo(
        "20260101-000000-0000",
        study.name(),
        study.text(),
        Instant.EPOCH,
        null,
        datasetSha256,
        "1",
        new RunInfo.Versions("", "", "", "", "", "", "", ""),
        "",
        null);
  }
}
