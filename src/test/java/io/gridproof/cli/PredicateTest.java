package io.gridproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.IdxFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A study's {@code where} from the command line: a stranger wrote it, and it runs nothing. */
class PredicateTest {
  @TempDir Path temporary;
  private Path study;

  @BeforeEach
  void writeStudy() throws IOException {
    Path images = IdxFolder.write(temporary.resolve("images"), 60, 20);
    study =
        Files.writeString(
            temporary.resolve("study.yaml"),
            """
            name: predicates
            dataset: {source: "idx:%s"}
            parameters:
              hidden: {values: [[4], [6], [128, 64]]}
              activation: {values: [relu, [sigmoid, tanh]]}
              dropout: {values: [0, 0.2]}
              learning_rate: {value: 0.1}
              steps: {value: 2}
            """
                .formatted(images));
  }

  private CommandLineRun plan(String where) {
    return CommandLineRun.of("plan", study.toString(), "--set", "where=" + where);
  }

  private void isRefused(String where, String part) throws IOException {
    Path out = temporary.resolve("out");
    CommandLineRun run =
        CommandLineRun.of(
            "run", study.toString(), "--out", out.toString(), "--set", "where=" + where);
    assertThat(run.err()).startsWith("error: `").contains(part).hasLineCount(1);
    assertThat(run.err()).contains("(--set where=").doesNotContain(System.getenv("PATH"));
    assertThat(run.status()).isEqualTo(Main.BAD_INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(out).doesNotExist();
    assertThat(plan(where).status()).isEqualTo(Main.BAD_INPUT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "java_method('java.lang.System','getProperty','user.home') <> ''|function `java_method`",
        "java_method('java.lang.System','load','/tmp/x.so') is null|function `java_method`",
        "java_method('java.lang.System','exit',0) is null|function `java_method`",
        "reflect('java.lang.System','exit',0) is null|function `reflect`",
        "try_reflect('java.lang.System','exit',0) is null|function `try_reflect`",
        "exists (select 1 from text.`/etc/passwd`)|a subquery",
        "depth = (select count(*) from csv.`/etc/hostname`)|a subquery",
        "raise_error(concat('x ', java_method('java.lang.System','getenv','PATH'))) is null"
            + "|function `raise_error`",
        "assert_true(depth = 2) is null|function `assert_true`",
        "rand() < 0.5|function `rand`",
        "current_timestamp() is not null|function `current_timestamp`",
        "spark_partition_id() = 0|function `spark_partition_id`",
        "uuid() <> ''|function `uuid`",
        "${env:PATH} = 1|must be a condition in Spark SQL",
        "depth / (depth - 1) = 2|cannot be evaluated: Division by zero.",
      })
  void whatIsNoPlainConditionIsRefused(String where, String part) throws IOException {
    isRefused(where, part);
  }

  @Test
  void whatIsLongOrNestsIsRefused() throws IOException {
    isRefused("NOT ".repeat(5000) + "true", "`characters of where <= 4000`");
    isRefused("(".repeat(20_000) + "true" + ")".repeat(20_000), "`characters of where <= 4000`");
    isRefused("NOT ".repeat(900) + "true", "`levels of where <= 20`");
  }

  @Test
  void aPlainConditionKeepsItsPoints() {
    CommandLineRun run =
        plan(
            "dropout BETWEEN 0.1 AND 0.3 AND activation LIKE 'sig%'"
                + " AND (depth % 2 = 1 OR hidden IN ('128-64'))");
    assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
    assertThat(run.out()).contains("3 configurations");
  }

  @Test
  void nothingIsWrittenWhereAConditionIsRefused() throws IOException {
    isRefused("reflect('java.nio.file.Files', 'createFile') is null", "function `reflect`");
    try (Stream<Path> files = Files.list(temporary)) {
      assertThat(files).containsExactlyInAnyOrder(study, temporary.resolve("images"));
    }
  }
}
