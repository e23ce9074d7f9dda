package io.gridproof.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.TestSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What readers see while runs begin, commit, merge and end. */
class ResultTablesTest {
  private static final SyntheticStudy STUDY = new SyntheticStudy(3);

  @TempDir Path out;
  private final SparkSession spark = TestSpark.session().newSession();

  @BeforeEach
  void commitTwoOfThree() throws IOException {
    try (ResultWriter writer = begin("first")) {
      writer.commit(STUDY.reports().subList(0, 1));
      writer.commit(STUDY.reports().subList(1, 2));
    }
  }

  private ResultWriter begin(String runId) throws IOException {
    return ResultWriter.begin(new Configuration(), out.toString(), STUDY.run(runId));
  }

  private ResultTables open() {
    return ResultTables.open(spark, out.toString());
  }

  private long count(Table table) {
    return spark.sql("SELECT count(*) FROM " + table.tableName()).first().getLong(0);
  }

  @Test
  void whatARunAsksForIsReadByTheDriver() throws IOException {
    open().registerViews();
    for (Table table : List.of(Table.TRIALS, Table.RUNS)) {
      try (var files = Files.list(out.resolve(table.tableName()))) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
    assertThat(count(Table.TRIALS)).isEqualTo(2);
    assertThat(count(Table.RUNS)).isEqualTo(1);
    assertThat(spark.sql("SELECT trials FROM study_digest").first().getLong(0)).isEqualTo(2);
    assertThat(spark.sql("SELECT * FROM leaderboard").collectAsList()).hasSize(1);
  }

  /** As where some are older than the parameter. */
  @Test
  void aConfigurationIsOneWhereSomeOfItsTrialsLackAParameter() {
    ResultTables tables = open();
    tables.registerViews();
    Dataset<Row> mixed =
        spark.sql(
            "SELECT * EXCEPT (weight_decay), if(replicate = 0, NULL, weight_decay) AS weight_decay"
                + " FROM trials");
    spark
        .createDataFrame(mixed.collectAsList(), mixed.schema())
        .createOrReplaceTempView(Table.TRIALS.tableName());
    List<Row> rows = Views.leaderboard(spark, tables.study().metric()).collectAsList();
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).<Long>getAs("n")).isEqualTo(2);
    assertThat(rows.get(0).<Double>getAs("weight_decay")).isZero();
  }

  @Test
  void theDriverReadsWhatSparkReads() {
    ResultTables tables = open();
    for (Table table : List.of(Table.TRIALS, Table.RUNS)) {
      List<Row> rows =
          spark
              .read()
              .schema(table.schema())
              .parquet(out.resolve(table.tableName()).toString())
              .collectAsList();
      assertThat(rows).isNotEmpty();
      assertThat(tables.table(table).collectAsList()).containsExactlyInAnyOrderElementsOf(rows);
    }
  }

  @Test
  void aQueryThatLosesAFileToAMergeIsRepeated() {
    ResultTables tables = open();
    List<Long> counts = new ArrayList<>();
    List<String> looks = new ArrayList<>();
    tables.read(
        () -> {
          looks.add("look");
          if (looks.size() == 1) {
            mergeAll();
          }
          counts.add(count(Table.CURVES));
        });
    assertThat(looks).hasSize(2);
    assertThat(counts).containsExactly(3L * SyntheticStudy.rows(Table.CURVES));
  }

  private void mergeAll() {
    try (ResultWriter writer = begin("second")) {
      writer.commit(STUDY.reports().subList(2, 3));
      writer.compact();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
