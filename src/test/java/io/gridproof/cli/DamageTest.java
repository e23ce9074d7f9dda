package io.gridproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.IdxFolder;
import io.gridproof.results.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Results that are not what a run wrote are named by every verb that reads them. */
class DamageTest {
  @TempDir static Path shared;
  private static Path study;
  private static Path finished;
  private static Path another;

  @TempDir Path temporary;

  /** What happens to a file. */
  private enum Damage {
    BIT_IN_FIRST_PAGE,
    BIT_IN_THE_MIDDLE,
    BIT_IN_FOOTER,
    BIT_IN_LAST_BYTE,
    CUT,
    EMPTIED,
    SWAPPED,
    DELETED;

    void of(Path file, Path other) throws IOException {
      int length = (int) Files.size(file);
      switch (this) {
        case BIT_IN_FIRST_PAGE -> flip(file, 30);
        case BIT_IN_THE_MIDDLE -> flip(file, length / 2);
        case BIT_IN_FOOTER -> flip(file, length - 200);
        case BIT_IN_LAST_BYTE -> flip(file, length - 1);
        case CUT -> Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length / 2));
        case EMPTIED -> Files.write(file, new byte[0]);
        case SWAPPED -> Files.copy(other, file, StandardCopyOption.REPLACE_EXISTING);
        case DELETED -> Files.delete(file);
      }
    }

    private static void flip(Path file, int at) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      bytes[at] ^= 4;
      Files.write(file, bytes);
    }
  }

  @BeforeAll
  static void trainTwoStudies() throws IOException {
    Path images = IdxFolder.write(shared.resolve("images"), 60, 20);
    study = shared.resolve("study.yaml");
    Files.writeString(
        study,
        """
        name: damaged
        dataset: {source: "idx:%s"}
        parameters:
          hidden: {values: [[4], [5]]}
          learning_rate: {value: 0.5}
          steps: {value: 2}
        record: {weights: true}
        """
            .formatted(images));
    finished = shared.resolve("finished");
    another = shared.resolve("another");
    assertThat(run(finished).status()).isZero();
    assertThat(
            CommandLineRun.of(
                    "run", study.toString(), "--set", "replicates.seed=7", "--out", another + "")
                .status())
        .isZero();
  }

  private static CommandLineRun run(Path out) {
    return CommandLineRun.of("run", study.toString(), "--out", out.toString());
  }

  private static CommandLineRun sql(Path out) {
    return CommandLineRun.of("sql", out.toString(), "-e", "SELECT * FROM leaderboard");
  }

  static Stream<Arguments> damages() {
    return Arrays.stream(Table.values())
        .flatMap(
            table -> Arrays.stream(Damage.values()).map(damage -> Arguments.of(table, damage)));
  }

  private static Path file(Path results, Table table) throws IOException {
    try (Stream<Path> files = Files.list(results.resolve(table.tableName()))) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".parquet")).toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  private Path copy() throws IOException {
    Path copy = temporary.resolve("results");
    try (Stream<Path> files = Files.walk(finished)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(finished.relativize(file).toString()));
      }
    }
    return copy;
  }

  @ParameterizedTest
  @MethodSource("damages")
  void aDamagedFileIsNamed(Table table, Damage damage) throws IOException {
    Path copy = copy();
    Path file = file(copy, table);
    damage.of(file, file(another, table));
    boolean noRunLeft = table == Table.RUNS && damage == Damage.DELETED;
    refused(sql(copy), noRunLeft ? 2 : 3, noRunLeft ? copy.toString() : table.tableName());
    refused(run(copy), 3, table.tableName());
  }

  private static void refused(CommandLineRun reader, int status, String name) {
    assertThat(reader.status()).as(reader.out()).isEqualTo(status);
    assertThat(reader.out()).isEmpty();
    assertThat(reader.err().lines().filter(line -> line.startsWith("error: ")))
        .singleElement()
        .asString()
        .contains(name);
  }

  @Test
  void aCopyIsBelieved() throws IOException {
    Path copy = copy();
    assertThat(sql(copy).status()).isZero();
    assertThat(run(copy).out()).isEqualTo(run(finished).out().replace(finished + "", copy + ""));
  }
}
