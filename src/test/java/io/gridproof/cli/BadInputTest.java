package io.gridproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.IdxFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the real entry point says to bad input: one line, status 2, and nothing was made. The
 * readers' own tests have the whole lists; here is one of each kind, to its end.
 */
class BadInputTest {
  @TempDir Path temporary;
  private Path images;
  private Path study;
  private Path out;

  @BeforeEach
  void writeStudy() throws IOException {
    images = IdxFolder.write(temporary.resolve("images"), 60, 20);
    out = temporary.resolve("out");
    study = temporary.resolve("study.yaml");
    Files.writeString(study, text("idx:" + images));
  }

  private static String text(String source) {
    return """
    name: bad
    dataset: {source: "%s"}
    parameters:
      hidden: {value: [4]}
      learning_rate: {value: 0.1}
      steps: {value: 2}
    """
        .formatted(source);
  }

  private void isRefused(String message, String... arguments) throws IOException {
    List<Path> before = files();
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.err()).isEqualTo("error: " + message.replace("$", temporary.toString()) + "\n");
    assertThat(run.status()).isEqualTo(Main.BAD_INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(files()).isEqualTo(before);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(temporary)) {
      return files.sorted().toList();
    }
  }

  private void runIsRefused(String message) throws IOException {
    isRefused(message, "run", study.toString(), "--out", out.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "parameters.dropout=1|`0 <= dropout < 1` must hold, but got 1.0 (--set"
            + " parameters.dropout=1)",
        "parameters.depth=0|either `hidden` or both `depth` and `width` must be given",
        "parameters.batch_size=61|`batch_size <= training rows (60)` must hold, but got 61",
        "dataset.train=61|`train + validation <= 60` must hold, but got 61",
        "where=depht = 1|`where` knows no column `depht`; allowed: depth, width, hidden,",
        "where=depth = 2|`where` keeps none of the 1 points of the grid",
        "where=depth =|`where` must be a condition in Spark SQL: Syntax error",
      })
  void aSettingIsRefused(String setting, String start) {
    CommandLineRun run =
        CommandLineRun.of("run", study.toString(), "--out", out.toString(), "--set", setting);
    assertThat(run.err()).startsWith("error: " + start).hasLineCount(1);
    assertThat(run.status()).isEqualTo(Main.BAD_INPUT);
    assertThat(out).doesNotExist();
  }

  @Test
  void aFileThatIsCutOffIsRefused() throws IOException {
    Path labels = images.resolve("train-labels-idx1-ubyte");
    byte[] bytes = Files.readAllBytes(labels);
    Files.write(labels, Arrays.copyOf(bytes, bytes.length - 1));
    CommandLineRun run = CommandLineRun.of("run", study.toString(), "--out", out.toString());
    assertThat(run.err()).startsWith("error: ").contains("train-labels-idx1-ubyte").hasLineCount(1);
    assertThat(run.status()).isEqualTo(Main.BAD_INPUT);
    assertThat(out).doesNotExist();
  }

  @Test
  void anotherStudysDirectoryIsRefused() throws IOException {
    assertThat(CommandLineRun.of("run", study.toString(), "--out", out.toString()).status())
        .isEqualTo(Main.DONE);
    isRefused(
        "another study's results are in $/out: `replicates.seed` is 42 in $/out, but 7 in"
            + " $/study.yaml",
        "run",
        study.toString(),
        "--out",
        out.toString(),
        "--set",
        "replicates.seed=7");
  }

  @Test
  void aDirectoryOfOtherThingsIsRefused() throws IOException {
    isRefused(
        "`DIR is empty or holds results` must hold, but $/images holds something else",
        "run",
        study.toString(),
        "--out",
        images.toString());
  }

  @Test
  void aDirectoryThatCannotBeMadeIsRefused() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "");
    CommandLineRun run =
        CommandLineRun.of("run", study.toString(), "--out", file.resolve("out").toString());
    assertThat(run.err().lines().filter(line -> line.startsWith("error: ")))
        .singleElement()
        .asString()
        .contains("$/file/out".replace("$", temporary.toString()));
    assertThat(run.status()).isEqualTo(Main.BAD_INPUT);
  }

  @Test
  void aMissingStudyIsRefused() throws IOException {
    study = temporary.resolve("none.yaml");
    runIsRefused("there is no file $/none.yaml");
  }

  @Test
  void aMissingDataSetIsRefused() throws IOException {
    CommandLineRun run =
        CommandLineRun.of(
            "run", study.toString(), "--out", out.toString(), "--set", "dataset.source=idx:/none");
    assertThat(run.err()).startsWith("error: ").contains("/none").hasLineCount(1);
    assertThat(run.status()).isEqualTo(Main.BAD_INPUT);
    assertThat(out).doesNotExist();
  }

  @Test
  void aNameIsNeverAPath() throws IOException {
    Files.writeString(study, text("idx:" + images).replace("name: bad", "name: ../../../up"));
    CommandLineRun run = CommandLineRun.of("run", study.toString(), "--out", out.toString());
    assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
    assertThat(temporary.resolve("../../../up")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"a\\0b\"",
        "\"a\\nb\"",
        "\"a\\e[2Jb\"",
        "\"\\u202e\"",
        "\"\\uD800\"",
        "\"\"",
        "\" \""
      })
  void aNameThatIsNoLineOfTextIsRefused(String name) throws IOException {
    Files.writeString(study, text("idx:" + images).replace("name: bad", "name: " + name));
    CommandLineRun run = CommandLineRun.of("run", study.toString(), "--out", out.toString());
    assertThat(run.status()).isEqualTo(Main.BAD_INPUT);
    assertThat(run.err()).startsWith("error: ").hasLineCount(1).doesNotContainPattern("[\0\u001b]");
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a\u001b[2Jb",
        "a\nb",
        "a:b:c://d",
        "://",
        "nosuch://host/x",
        "~:/x",
        "hdfs:///x"
      })
  void aDirectoryThatIsNoPathIsRefused(String directory) {
    CommandLineRun run = CommandLineRun.of("run", study.toString(), "--out", directory);
    assertThat(run.err()).startsWith("error: ").hasLineCount(1);
    assertThat(run.status()).isEqualTo(Main.BAD_INPUT);
  }

  @Test
  void aPasswordIsRefusedAndNotRepeated() throws IOException {
    String refusal = "a URL has no password: credentials belong into Spark's settings";
    String url = "s3a://key:canary@bucket/x";
    String where = " (the command line:1)";
    isRefused(refusal + where, "run", study.toString(), "--out", url);
    isRefused(refusal + where, "run", study.toString(), "--set", "dataset.source=idx:" + url);
    isRefused(refusal + where, "sql", url, "-e", "SELECT 1");
    Files.writeString(study, text("idx:" + url));
    runIsRefused(refusal + " ($/study.yaml:2)");
  }

  @Test
  void anUnknownVerbIsRefused() throws IOException {
    isRefused("unknown verb `trian`; allowed: run, plan, data, sql, predict, bench", "trian");
  }

  @Test
  void anUnknownOptionIsRefused() throws IOException {
    isRefused(
        "Unknown option: '--seed' (see submit.sh run --help)", "run", study.toString(), "--seed");
  }

  @Test
  void aDirectoryWithoutResultsIsRefused() throws IOException {
    isRefused("there are no results in $/none", "sql", temporary + "/none", "-e", "SELECT 1");
  }
}
