package io.gridproof.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridproof.study.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves in a directory, and what the next makes of it. */
class ResultWriterTest {
  private static final SyntheticStudy STUDY = new SyntheticStudy(3);

  @TempDir Path out;

  private ResultWriter begin(String runId) throws IOException {
    return ResultWriter.begin(new Configuration(), out.toString(), STUDY.run(runId));
  }

  private Set<String> trials() throws IOException {
    try (ResultWriter writer = begin("look" + System.nanoTime())) {
      return writer.trialIds();
    }
  }

  private static TrialReport other(TrialReport report) {
    return SyntheticStudy.report(report.trial(), "other", "b-host");
  }

  @Test
  void aResultThatDiffersIsReportedWithBothHostsAndNotWritten() throws IOException {
    List<TrialReport> reports = STUDY.reports();
    try (ResultWriter writer = begin("run")) {
      writer.commit(reports.subList(0, 1));
      assertThatThrownBy(() -> writer.commit(List.of(other(reports.get(0)), reports.get(1))))
          .isInstanceOf(DeterminismException.class)
          .hasMessage(
              "a digest differs: trial %1$s is FINISHED on host a-host with weights_sha256 weights"
                  + " and curve_sha256 %2$s, but FINISHED on host b-host with weights_sha256 other"
                  + " and curve_sha256 %2$s",
              reports.get(0).trial().trialId(), reports.get(0).result().curveSha256());
    }
    assertThat(trials())
        .containsExactlyInAnyOrder(
            reports.get(0).trial().trialId(), reports.get(1).trial().trialId());
  }

  @Test
  void aResultThatDiffersFromAnEarlierRunIsReported() throws IOException {
    TrialReport report = STUDY.reports().get(0);
    try (ResultWriter writer = begin("first")) {
      writer.commit(List.of(report));
    }
    try (ResultWriter writer = begin("second")) {
      assertThatThrownBy(() -> writer.commit(List.of(other(report))))
          .isInstanceOf(DeterminismException.class);
    }
  }

  @Test
  void twoResultsThatDifferAreReportedWhereverTheyCameFrom() throws IOException {
    TrialReport report = STUDY.reports().get(0);
    try (ResultWriter writer = begin("first")) {
      writer.commit(List.of(report));
    }
    RunInfo run = STUDY.run("first");
    Files.write(
        out.resolve("trials/000003.parquet"),
        ParquetFiles.encode(
            new Configuration(),
            Table.TRIALS.columns(),
            Table.TRIALS.rows().orElseThrow().of(new RunTrial(run, other(report))).toList(),
            FileLabel.of(
                Driver.ofThisProcess("first"),
                new org.apache.hadoop.fs.Path("trials/000003.parquet"),
                List.of())));
    assertThatThrownBy(() -> begin("second"))
        .isInstanceOf(DeterminismException.class)
        .hasMessageContaining("a-host")
        .hasMessageContaining("b-host");
  }

  @Test
  void theSameResultAgainIsNotWrittenAgain() throws IOException {
    try (ResultWriter writer = begin("run")) {
      writer.commit(STUDY.reports());
      writer.commit(STUDY.reports());
    }
    assertThat(out.resolve("trials").toFile().list())
        .containsExactlyInAnyOrder("000001.parquet", "000002.parquet");
  }

  @Test
  void anotherStudyIsRefusedThoughTheFirstRunCommittedNothing() throws IOException {
    begin("first").close();
    RunInfo run = STUDY.run("second");
    String text = run.specification().replace("mnist", "fashion-mnist");
    RunInfo other =
        new RunInfo(
            "second",
            run.study(),
            text,
            run.startedAt(),
            null,
            run.datasetSha256(),
            run.trainerVersion(),
            run.versions(),
            run.settings(),
            null);
    assertThatThrownBy(() -> ResultWriter.begin(new Configuration(), out.toString(), other))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("another study's results are in " + out + ": `dataset.source` is ");
    begin("third").close();
  }

  @Test
  void aFileInTheWayIsBadInput() throws IOException {
    Path file = Files.writeString(out.resolve("file"), "");
    assertThatThrownBy(
            () -> ResultWriter.begin(new Configuration(), file.toString(), STUDY.run("run")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("cannot write results to " + file);
  }

  /** Cut after every byte: as what was being written, and as what was to become a commit. */
  @Test
  void aFileThatIsCutAnywhereConfusesNobody() throws IOException {
    try (ResultWriter writer = begin("first")) {
      writer.commit(STUDY.reports());
    }
    ResultLayout layout = new ResultLayout(out.toString());
    Storage storage = Storage.of(new Configuration(), layout.directory(), FakeTime.timeouts());
    Listing before = Listing.of(storage, layout);
    byte[] whole = Files.readAllBytes(out.resolve("curves/000002.first.parquet"));
    List<Path> cut = new ArrayList<>();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      String name = "000001.cut%d.parquet".formatted(length);
      cut.add(Files.write(out.resolve("curves").resolve(name), part));
      cut.add(Files.write(out.resolve("trials/." + name + ".tmp"), part));
    }
    assertThat(Listing.of(storage, layout)).isEqualTo(before);
    begin("second").close();
    assertThat(cut).noneMatch(Files::exists);
    assertThat(trials()).hasSize(STUDY.reports().size());
  }
}
