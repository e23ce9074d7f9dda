package io.gridproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.IdxFolder;
import io.gridproof.TestSpark;
import io.gridproof.cli.sql.SqlSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The verb {@code sql} on real results. */
@TestInstance(Lifecycle.PER_CLASS)
class SqlTest {
  private Path temporary;
  private String results;

  @BeforeAll
  void run(@TempDir Path folder) throws IOException {
    temporary = folder;
    results = folder.resolve("results").toString();
    Path images = IdxFolder.write(folder.resolve("images"), 60, 20);
    Path study =
        Files.writeString(
            folder.resolve("study.yaml"),
            """
            name: asked
            dataset: {source: "idx:%s"}
            parameters:
              hidden: {values: [[4], [6, 5]]}
              activation: {values: [relu, [sigmoid, tanh]]}
              learning_rate: {value: 0.3}
              batch_size: {value: 30}
              epochs: {value: 2}
            replicates: {count: 2}
            record: {train_every: 1, test_every: 2, weights: true}
            """
                .formatted(images));
    CommandLineRun run = CommandLineRun.of("run", study.toString(), "--out", results);
    assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
  }

  private CommandLineRun sql(String... arguments) {
    String[] all =
        Stream.concat(Stream.of("sql", results), Stream.of(arguments)).toArray(String[]::new);
    return CommandLineRun.of(all);
  }

  private String answer(String... arguments) {
    CommandLineRun run = sql(arguments);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isEqualTo(Main.DONE);
    return run.out();
  }

  @Test
  void aTableShowsNumbersToTheRightAndInFull() {
    assertThat(
            answer(
                "-e",
                "SELECT activation, count(*) AS n, 1.0d / 3 AS third, max(batch_size) AS b"
                    + " FROM trials GROUP BY activation ORDER BY activation"))
        .isEqualTo(
            """
            activation    n               third   b
            ────────────  ─  ──────────────────  ──
            relu          4  0.3333333333333333  30
            sigmoid       2  0.3333333333333333  30
            sigmoid+tanh  2  0.3333333333333333  30
            """);
  }

  @Test
  void aTableCountsBytesAndSaysNull() {
    assertThat(
            answer(
                "-e",
                "SELECT layer, weights, cast(null AS double) AS nothing FROM models"
                    + " WHERE n_in = 64 AND n_out = 6 LIMIT 1"))
        .isEqualTo(
            """
            layer  weights       nothing
            ─────  ────────────  ───────
                1  <1536 bytes>     null
            """);
  }

  @Test
  void everyViewCanBeAskedOf() {
    assertThat(answer("-e", "SELECT count(*) AS configurations FROM leaderboard")).endsWith("4\n");
    assertThat(answer("--format", "csv", "-e", "SELECT trials FROM study_digest"))
        .isEqualTo("trials\n8\n");
    assertThat(answer("--format", "csv", "-e", "SELECT count(*) AS n FROM curves JOIN runs"))
        .isEqualTo("n\n32\n");
    assertThat(
            answer(
                "--format",
                "csv",
                "-e",
                "SELECT count(*) FROM class_metrics JOIN confusion USING (trial_id, split)"))
        .endsWith("\n16000\n");
  }

  @Test
  void csvReadsBack() {
    assertThat(
            answer(
                "--format",
                "csv",
                "-e",
                "SELECT 1.5f AS a, 'x,\"y\"' AS `b c`, null AS d, '' AS e, ' f\n' AS f,"
                    + " X'00FF' AS g, timestamp'2026-01-02 03:04:05.6' AS h, array(1, null) AS i,"
                    + " true AS j, 1 AS j, 1e-7d AS k"))
        .isEqualTo(
            "a,b c,d,e,f,g,h,i,j,j,k\n"
                + "1.5,\"x,\"\"y\"\"\",,\"\",\" f\n\",AP8=,2026-01-02T03:04:05.600000Z,"
                + "\"[1,null]\",true,1,1.0E-7\n");
  }

  @Test
  void jsonIsAnObjectALineWithNulls() {
    assertThat(
            answer(
                "--format",
                "JSON",
                "-e",
                "SELECT id, if(id = 0, null, 'é\"') AS text, X'00FF' AS bytes,"
                    + " timestamp'2026-01-02 03:04:05.6' AS at, array(1.5d) AS list,"
                    + " 0.1d AS number FROM range(2)"))
        .isEqualTo(
            """
            {"id":0,"text":null,"bytes":"AP8=","at":"2026-01-02T03:04:05.600000Z","list":[1.5],"number":0.1}
            {"id":1,"text":"é\\"","bytes":"AP8=","at":"2026-01-02T03:04:05.600000Z","list":[1.5],"number":0.1}
            """);
  }

  @Test
  void aLongTableIsCutAndSaysSo() {
    CommandLineRun run = sql("-e", "SELECT id FROM range(10003)");
    assertThat(run.out()).hasLineCount(10_002).endsWith("\n9999\n");
    assertThat(run.err())
        .isEqualTo("note: 10000 rows are shown, 3 are not; --format csv or json writes all\n");
    assertThat(answer("--format", "csv", "-e", "SELECT id FROM range(10003)"))
        .hasLineCount(10_004)
        .endsWith("\n10002\n");
  }

  @Test
  void statementsRunInTheirOrder() {
    assertThat(
            answer("-e", "CREATE TEMP VIEW two AS SELECT 2 AS b; SELECT 1 AS a; SELECT * FROM two"))
        .isEqualTo("\na\n─\n1\n\nb\n─\n2\n");
  }

  static Stream<Path> queries() throws IOException {
    return Files.list(Path.of("jobs", "sql")).filter(file -> file.toString().endsWith(".sql"));
  }

  @ParameterizedTest
  @MethodSource("queries")
  void aReadyQueryAnswers(Path file) throws IOException {
    assertThat(answer("-f", file.toString())).hasLineCount(rows(file) + 2);
    assertThat(Files.readString(file)).startsWith("-- ").contains("-- Command: ./submit.sh sql ");
  }

  private static int rows(Path query) {
    return switch (query.getFileName().toString()) {
      case "leaderboard.sql", "accuracy_by_depth_and_activation.sql", "curve_of_a_trial.sql" -> 4;
      case "confusion_of_the_best.sql" -> 10;
      default -> throw new IllegalArgumentException("no rows are expected of " + query);
    };
  }

  @Test
  void theConfusionOfTheBestAddsUpToTheTestSet() {
    String csv = answer("--format", "csv", "-f", "jobs/sql/confusion_of_the_best.sql");
    int images =
        csv.lines()
            .skip(1)
            .flatMap(line -> Stream.of(line.split(",")).skip(1))
            .mapToInt(Integer::parseInt)
            .sum();
    assertThat(csv).startsWith("actual,0,1,2,3,4,5,6,7,8,9\n0,");
    assertThat(images).isEqualTo(20);
  }

  @Test
  void standardInputIsReadWhereItIsNoTerminal() {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream("SELECT 'ü' AS a".getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(answer()).isEqualTo("a\n─\nü\n");
    } finally {
      System.setIn(before);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "SELECT * FORM trials|Syntax error at or near 'trials': extra input 'trials'. (-e:1:15)",
        "SELECT 1;\\n  SELECT\\n 'a|Syntax error at or near '''. (-e:3:2)",
        "SELECT trial FROM trials|A column, variable, or function parameter with name `trial`"
            + " cannot be resolved. Did you mean one of the following? [`trial_id`, `error`,"
            + " `host`, `run_id`, `steps`]. (-e:1:8)",
        "SELECT 1; SELECT *\\n FROM trialz|there is no table or view `trialz`, but there are $"
            + " (-e:2:7)",
        "DESCRIBE nope|there is no table or view `nope`, but there are $ (-e:1:10)",
        "SELECT cast('x' AS int)|The value 'x' of the type \"STRING\" cannot be cast to \"INT\""
            + " because it is malformed. Correct the value as per the syntax, or change its target"
            + " type. Use `try_cast` to tolerate malformed input and return NULL instead. (-e:1:8)",
        "SELECT\\n raise_error('no') FROM trials|no (-e:1:1)",
        "-- nothing|there is no SQL statement (-e)",
      })
  void aMistakeInAQueryIsOneLine(String query, String message) {
    CommandLineRun run = sql("-e", query.replace("\\n", "\n"));
    String tables = String.join(", ", SqlSession.tables(TestSpark.session()));
    assertThat(run.err()).isEqualTo("error: " + message.replace("$", tables) + "\n");
    assertThat(run.status()).isEqualTo(Main.BAD_INPUT);
  }

  @Test
  void aMistakeInAFileSaysWhichFile() throws IOException {
    Path file = Files.writeString(temporary.resolve("q.sql"), "-- a comment\n\nSELECT nope");
    CommandLineRun run = sql("-f", file.toString());
    assertThat(run.err())
        .isEqualTo(
            "error: A column, variable, or function parameter with name `nope` cannot be resolved."
                + " ("
                + file
                + ":3:8)\n");
  }

  @Test
  void anUnusableFileIsRefused() throws IOException {
    Path latin = Files.write(temporary.resolve("latin.sql"), new byte[] {'-', '-', (byte) 0xe9});
    assertThat(sql("-f", "none.sql").err()).isEqualTo("error: there is no file none.sql\n");
    assertThat(sql("-f", latin.toString()).err())
        .isEqualTo("error: not SQL: the text is not UTF-8 (" + latin + ")\n");
    assertThat(sql("-f", temporary.toString()).err())
        .isEqualTo("error: cannot read " + temporary + ": Is a directory\n");
  }

  @Test
  void aQueryAndAFileExcludeEachOther() {
    CommandLineRun run = sql("-e", "SELECT 1", "-f", "none.sql");
    assertThat(run.err())
        .isEqualTo(
            "error: -e and -f exclude each other, but both are given (see submit.sh sql --help)\n");
    assertThat(run.status()).isEqualTo(Main.BAD_INPUT);
  }

  @Test
  void anUnknownFormatIsRefused() {
    CommandLineRun run = sql("--format", "xml", "-e", "SELECT 1");
    assertThat(run.err())
        .startsWith("error: Invalid value for option '--format'")
        .contains("TABLE, CSV, JSON")
        .hasLineCount(1);
    assertThat(run.status()).isEqualTo(Main.BAD_INPUT);
  }
}
