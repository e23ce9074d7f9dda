package io.gridproof.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.IdxFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as its users start it. */
class SubmitIT {
  /** All that a trial's result consists of, in an order that only results decide. */
  private static final String DIGESTS =
      "SELECT trial_id, weights_sha256, curve_sha256 FROM trials ORDER BY trial_id";

  @TempDir Path temporary;

  private Path study() throws IOException {
    Path images = IdxFolder.write(temporary.resolve("some images"), 400, 100);
    return Files.writeString(
        temporary.resolve("a study.yaml"),
        """
        name: everywhere
        dataset: {source: "idx:%s", validation: 100}
        parameters:
          hidden: {values: [[10], [20, 7]]}
          activation: {values: [relu, [sigmoid, tanh]]}
          dropout: {values: [0, 0.3]}
          optimizer: {values: [sgd, adam]}
          learning_rate: {value: 0.05}
          batch_size: {values: [full, 64]}
          steps: {value: 30}
        replicates: {count: 2}
        """
            .formatted(images));
  }

  @Test
  void everyKindOfClusterGivesTheSameBits() throws Exception {
    Path study = study();
    Set<String> results = new HashSet<>();
    int run = 0;
    for (String master : List.of("local[1]", "local[2]", "local-cluster[2,1,1024]")) {
      for (int time = 0; time < 2; time++) {
        String out = temporary.resolve("out " + run++).toString();
        Submit trained = Submit.of("--master", master, "run", study.toString(), "--out", out);
        assertThat(trained.status()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("64 trials FINISHED");
        Submit asked = Submit.of("sql", out, "-e", DIGESTS, "--format", "csv");
        assertThat(asked.out().lines()).as(asked.err()).hasSize(65);
        results.add(asked.out());
      }
    }
    assertThat(results).hasSize(1);
  }

  @Test
  void trialsOfAClusterRunInItsExecutors() throws Exception {
    String out = temporary.resolve("out").toString();
    Submit trained =
        Submit.of("--master", "local-cluster[2,1,1024]", "run", study().toString(), "--out", out);
    assertThat(trained.status()).as(trained.err()).isZero();
    Submit asked =
        Submit.of(
            "sql",
            out,
            "-e",
            "SELECT DISTINCT executor_id FROM trials ORDER BY 1",
            "--format",
            "csv");
    assertThat(asked.out()).isEqualTo("executor_id\n0\n1\n");
  }

  @Test
  void itRunsFromAnyFolderAndThroughAPathWithSpaces() throws Exception {
    Path link = Files.createSymbolicLink(temporary.resolve("a link"), Path.of("").toAbsolutePath());
    Path study = study();
    Submit planned =
        Submit.from(temporary, link.resolve("submit.sh"), "plan", study.getFileName().toString());
    assertThat(planned.status()).as(planned.err()).isZero();
    assertThat(planned.out()).contains("32 configurations x 2 replicates = 64 trials");
    assertThat(temporary.resolve("results")).doesNotExist();
  }

  @Test
  void badInputEndsWithStatusTwoAndOneLine() throws Exception {
    Submit refused = Submit.of("run", temporary.resolve("none.yaml").toString());
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err().lines().filter(line -> !line.startsWith("WARNING: Using incubator")))
        .containsExactly("error: there is no file " + temporary.resolve("none.yaml"));
  }

  @Test
  void anArchiveOfClassesIsMadeOnceAndABrokenOneCostsOnlyTime() throws Exception {
    Submit.of("--version");
    List<Path> archives = archives();
    assertThat(archives).isNotEmpty();
    List<FileTime> made = modified(archives);
    Submit.of("--version");
    assertThat(modified(archives())).isEqualTo(made);
    Path archive = archives.get(0);
    Path kept = Files.move(archive, archive.resolveSibling("kept.archive"));
    try {
      Files.writeString(archive, "no archive");
      assertThat(Submit.of("--version").status()).isZero();
    } finally {
      Files.move(kept, archive, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).sorted().toList();
    }
  }

  private static List<FileTime> modified(List<Path> files) throws IOException {
    List<FileTime> times = new ArrayList<>();
    for (Path file : files) {
      times.add(Files.getLastModifiedTime(file));
    }
    return times;
  }
}
