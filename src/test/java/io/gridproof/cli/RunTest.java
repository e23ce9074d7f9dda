package io.gridproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.IdxFolder;
import io.gridproof.TestSpark;
import io.gridproof.results.ResultTables;
import io.gridproof.results.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb {@code run}, from the command line to the tables. */
class RunTest {
  @TempDir Path temporary;
  private Path study;
  private String out;

  @BeforeEach
  void writeStudy() throws IOException {
    Path images = IdxFolder.write(temporary.resolve("images of a test"), 300, 100);
    study = temporary.resolve("study.yaml");
    out = temporary.resolve("results").toString();
    Files.writeString(
        study,
        """
        name: small
        dataset: {source: "idx:%s"}
        parameters:
          depth: {values: [1, 2]}
          width: {value: 5}
          activation: {values: [relu, [sigmoid, tanh]]}
          learning_rate: {value: 0.5}
          batch_size: {value: 50}
          epochs: {value: 3}
        replicates: {count: 2}
        record: {train_every: 1, test_every: 6, weights: true}
        """
            .formatted(images));
  }

  private CommandLineRun run(String... settings) {
    Stream<String> arguments =
        Stream.concat(
            Stream.of("run", study.toString(), "--out", out),
            Stream.of(settings).flatMap(setting -> Stream.of("--set", setting)));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  private List<Row> sql(String query) {
    ResultTables.open(TestSpark.session(), out).registerViews();
    return TestSpark.session().sql(query).collectAsList();
  }

  private long number(String query) {
    return sql(query).get(0).getLong(0);
  }

  @Test
  void everyTrialIsTrainedAndStored() {
    CommandLineRun run = run();
    assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
    assertThat(number("SELECT count(*) FROM trials WHERE status = 'FINISHED'")).isEqualTo(8);
    assertThat(number("SELECT count(DISTINCT trial_id) FROM trials")).isEqualTo(8);
    assertThat(number("SELECT count(DISTINCT config_id) FROM trials")).isEqualTo(4);
    assertThat(number("SELECT count(*) FROM curves")).isEqualTo(8 * 18);
    assertThat(number("SELECT count(weights_digest) FROM curves")).isEqualTo(8 * 3);
    assertThat(number("SELECT count(*) FROM confusion WHERE split = 'test'")).isEqualTo(800);
    assertThat(number("SELECT sum(count) FROM confusion WHERE split = 'train'")).isEqualTo(8 * 300);
    assertThat(number("SELECT count(*) FROM class_metrics WHERE split = 'test'")).isEqualTo(80);
    assertThat(number("SELECT count(*) FROM models")).isEqualTo(2 * 2 * (2 + 3));
    assertThat(number("SELECT count(*) FROM runs WHERE finished_at >= started_at")).isEqualTo(1);
  }

  @Test
  void theEndShowsTheLeaderboardAndTheDigest() {
    CommandLineRun run = run();
    assertThat(run.err()).contains("small: 4 configurations x 2 replicates = 8 trials");
    String digest = sql("SELECT digest FROM study_digest").get(0).getString(0);
    assertThat(run.out())
        .contains("test_accuracy")
        .contains("sigmoid+tanh")
        .contains("8 trials FINISHED in " + out)
        .contains("digest " + digest);
  }

  @Test
  void theEndQuotesAFolderWithSpacesForTheShell() {
    out = temporary.resolve("my results").toString();
    assertThat(run().out()).contains("ask  ./submit.sh sql '" + out + "' -e");
  }

  @Test
  void metricsOfTheTablesAgreeWithEachOther() {
    run();
    assertThat(
            number(
                """
                SELECT count(*) FROM trials t JOIN (
                  SELECT trial_id, sum(if(actual = predicted, count, 0)) / sum(count) AS accuracy
                  FROM confusion WHERE split = 'test' GROUP BY trial_id) c USING (trial_id)
                WHERE abs(t.test_accuracy - c.accuracy) < 1e-12
                """))
        .isEqualTo(8);
    assertThat(
            number(
                """
                SELECT count(*) FROM trials t JOIN curves c USING (trial_id)
                WHERE c.step = t.steps_run AND c.test_accuracy = t.test_accuracy
                AND c.weights_digest = left(t.weights_sha256, 16)
                """))
        .isEqualTo(8);
  }

  @Test
  void aSecondRunTrainsNothing() {
    run();
    List<Row> before = sql("SELECT * FROM trials ORDER BY trial_id");
    CommandLineRun again = run();
    assertThat(again.status()).isEqualTo(Main.DONE);
    assertThat(again.err()).contains("8 there already, 0 to train");
    assertThat(sql("SELECT * FROM trials ORDER BY trial_id")).isEqualTo(before);
    assertThat(number("SELECT count(*) FROM runs")).isEqualTo(1);
  }

  @Test
  void whatARunThatWasKilledAtItsEndLeftUnmergedIsMerged() throws IOException {
    run();
    List<Row> before = sql("SELECT * FROM trials ORDER BY trial_id");
    Path merged = onlyFile("curves");
    Path superseded = merged.resolveSibling("000002.20200101-000000-0000.parquet");
    Files.copy(merged, superseded);
    run();
    assertThat(superseded).doesNotExist();
    assertThat(onlyFile("curves")).exists();
    assertThat(sql("SELECT * FROM trials ORDER BY trial_id")).isEqualTo(before);
  }

  private Path onlyFile(String table) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(out, table))) {
      List<Path> found = files.toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  @Test
  void aStudyThatGrewTrainsOnlyWhatIsNew() {
    run();
    CommandLineRun wider = run("replicates.count=3", "parameters.depth=[1,2,3]");
    assertThat(wider.err()).contains("6 configurations x 3 replicates = 18 trials");
    assertThat(wider.err()).contains("8 there already, 10 to train");
    assertThat(number("SELECT count(DISTINCT trial_id) FROM trials")).isEqualTo(18);
    assertThat(number("SELECT count(*) FROM trials")).isEqualTo(18);
  }

  @Test
  void theSameStudyElsewhereHasTheSameDigest() {
    run();
    String digest = sql("SELECT digest FROM study_digest").get(0).getString(0);
    out = temporary.resolve("elsewhere").toString();
    run();
    assertThat(sql("SELECT digest FROM study_digest").get(0).getString(0)).isEqualTo(digest);
  }

  @Test
  void aTrialThatDivergesBecomesARow() {
    CommandLineRun run =
        run(
            "parameters.activation=relu",
            "parameters.optimizer=momentum",
            "parameters.learning_rate=[0.1,1000]",
            "parameters.depth=2",
            "parameters.width=64",
            "parameters.batch_size=full",
            "parameters.epochs=300");
    assertThat(run.status()).isEqualTo(Main.DONE_WITH_FAILURES);
    assertThat(sql("SELECT status, count(*) FROM trials GROUP BY status ORDER BY 1").toString())
        .isEqualTo("[[DIVERGED,1], [FINISHED,3]]");
    assertThat(
            sql("SELECT error FROM trials WHERE status = 'DIVERGED'").stream()
                .map(row -> row.getString(0)))
        .allMatch(error -> error.startsWith("the loss is not finite"));
  }

  @Test
  void aTrialThatTakesTooLongBecomesARow() {
    CommandLineRun run = run("limits.trial_minutes=0.0000001");
    assertThat(run.status()).isEqualTo(Main.DONE_WITH_FAILURES);
    assertThat(sql("SELECT DISTINCT status, error, test_accuracy FROM trials").toString())
        .isEqualTo("[[TIMED_OUT,time was up before step 1,null]]");
    assertThat(run.out().lines())
        .contains("8 trials TIMED_OUT in " + out, "  and 3 more")
        .filteredOn(line -> line.endsWith(" TIMED_OUT: time was up before step 1"))
        .hasSize(5);
  }

  @Test
  void theRunStopsWhenMoreTrialsFailThanAllowed() {
    CommandLineRun run = run("limits.trial_minutes=0.0000001", "limits.failed_trials=2");
    assertThat(run.status()).isEqualTo(Main.DONE_WITH_FAILURES);
    assertThat(number("SELECT count(*) FROM trials")).isBetween(3L, 7L);
    assertThat(run.err())
        .contains("stopped: more than 2 trials of this run did not finish (limits.failed_trials)");
  }

  @Test
  void aFinishedRunIsOneFileATable() throws IOException {
    run();
    run("replicates.count=3");
    for (Table table : Table.values()) {
      int expected = table == Table.RUNS ? 2 : 1;
      assertThat(Path.of(out, table.tableName()).toFile().list()).hasSize(expected);
    }
    assertThat(number("SELECT count(DISTINCT trial_id) FROM trials")).isEqualTo(12);
    assertThat(number("SELECT count(*) FROM trials")).isEqualTo(12);
    assertThat(number("SELECT count(*) FROM curves")).isEqualTo(12 * 18);
  }

  @Test
  void whatAKilledRunLeftIsRemoved() throws IOException {
    run();
    Path curves = Path.of(out, "curves");
    Path whole;
    try (Stream<Path> files = Files.list(curves)) {
      whole = files.findFirst().orElseThrow();
    }
    Path orphan = curves.resolve("000002.20200101-000000-0000.parquet");
    Path torn = curves.resolve(".000010.20200101-000000-0000.parquet.tmp");
    Files.copy(whole, orphan);
    Files.writeString(torn, "PAR1");
    assertThat(number("SELECT count(*) FROM curves")).isEqualTo(8 * 18);
    run("replicates.count=3");
    assertThat(orphan).doesNotExist();
    assertThat(torn).doesNotExist();
    assertThat(number("SELECT count(*) FROM curves")).isEqualTo(12 * 18);
  }
}
