package io.gridproof.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gridproof.study.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Result directories that are links, cannot be written, or go away during a run. */
class ResultDirectoryTest {
  private static final SyntheticStudy STUDY = new SyntheticStudy(3);

  @TempDir Path temporary;

  private static ResultWriter begin(Path out) throws IOException {
    return ResultWriter.begin(
        new Configuration(),
        out.toString(),
        STUDY.run("run"),
        Driver.ofThisProcess("run"),
        FakeTime.timeouts(),
        note -> {});
  }

  private static void refused(Path out, String why) {
    assertThatThrownBy(() -> begin(out))
        .isInstanceOf(InputException.class)
        .hasMessage("cannot write results to %s: %s", out, why);
  }

  @Test
  void aLinkIsFollowed() throws IOException {
    Path real = Files.createDirectories(temporary.resolve("real"));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), real);
    try (ResultWriter writer = begin(link)) {
      writer.commit(STUDY.reports());
      writer.compact();
      writer.end();
    }
    assertThat(real.resolve("trials").toFile().list()).containsExactly("000001-000002.parquet");
    assertThat(real.resolve("models").toFile().list()).containsExactly("000001-000002.run.parquet");
  }

  @Test
  void aLinkThatLeadsNowhereIsRefused() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary.resolve("none"));
    refused(link, link + " is a link that leads nowhere");
    assertThat(temporary.resolve("none")).doesNotExist();
  }

  @Test
  void aLinkThatLeadsToItselfIsRefused() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary.resolve("link"));
    refused(link, link + " is a link that leads nowhere");
  }

  @Test
  void aFileInTheWayIsRefused() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    refused(file, file + " is no folder");
    refused(file.resolve("out"), file + " is no folder");
    Path table = Files.createDirectories(temporary.resolve("out")).resolve("curves");
    Files.createFile(table);
    refused(table.getParent(), table + " is no folder");
  }

  @Test
  void aFolderThatMayNotBeWrittenIsRefused() throws IOException {
    Path out = Files.createDirectory(temporary.resolve("out"));
    Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeThat(Files.isWritable(out)).as("root may write anywhere").isFalse();
    refused(out, "permission denied");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs", "s3a"})
  void aDirectoryThatIsRemovedDuringARunEndsIt(String scheme) throws IOException {
    TestDirectory directory = new TestDirectory(scheme, temporary);
    try (ResultWriter writer = directory.begin()) {
      writer.commit(STUDY.reports().subList(0, 1));
      FileUtil.fullyDelete(Path.of(directory.layout().directory().toUri().getPath()).toFile());
      assertThatThrownBy(() -> writer.commit(STUDY.reports().subList(1, 2)))
          .isInstanceOf(StorageException.class)
          .hasMessageMatching(".* was removed while this run was at work; run again.*");
    }
  }

  @Test
  void aLocalDirectoryThatIsRemovedDuringARunEndsIt() throws IOException {
    Path out = temporary.resolve("out");
    try (ResultWriter writer = begin(out)) {
      writer.commit(STUDY.reports().subList(0, 1));
      FileUtil.fullyDelete(out.toFile());
      assertThatThrownBy(() -> writer.commit(STUDY.reports().subList(1, 2)))
          .isInstanceOf(StorageException.class)
          .hasMessage(
              "cannot write %s/curves/000003.run.parquet: its folder is gone (tried for 61 s); what"
                  + " was committed stays readable, run again to continue",
              out);
    }
    try (ResultWriter writer = begin(out)) {
      assertThat(writer.trialIds()).isEmpty();
      writer.commit(List.of(STUDY.reports().get(0)));
    }
  }
}
