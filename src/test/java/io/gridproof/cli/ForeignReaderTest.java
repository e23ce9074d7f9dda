package io.gridproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.IdxFolder;
import io.gridproof.TestSpark;
import io.gridproof.results.ResultTables;
import io.gridproof.results.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables as a reader that knows nothing of this project, or of Spark, sees them. */
@TestInstance(Lifecycle.PER_CLASS)
class ForeignReaderTest {
  private Path results;

  @BeforeAll
  void run(@TempDir Path temporary) throws Exception {
    Path images = IdxFolder.write(temporary.resolve("images"), 200, 100);
    Path study = temporary.resolve("study.yaml");
    results = temporary.resolve("results");
    Files.writeString(
        study,
        """
        name: foreign
        dataset: {source: "idx:%s", validation: 50}
        parameters:
          hidden: {values: [[4], [6, 5]]}
          activation: {values: [relu, [sigmoid, tanh]]}
          learning_rate: {values: [0.3, 100]}
          batch_size: {value: 30}
          epochs: {value: 2}
        replicates: {count: 2}
        record: {train_every: 2, test_every: 3, weights: true}
        """
            .formatted(images));
    CommandLineRun.of("run", study.toString(), "--out", results.toString());
  }

  @ParameterizedTest
  @EnumSource
  void duckDbReadsTheSameRowsAsSpark(Table table) throws SQLException {
    assertThat(duckDb(table)).isNotEmpty().containsExactlyInAnyOrderElementsOf(spark(table));
  }

  private List<List<String>> duckDb(Table table) throws SQLException {
    String query =
        "SELECT * FROM read_parquet('%s/%s/*.parquet')".formatted(results, table.tableName());
    List<List<String>> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      int columns = found.getMetaData().getColumnCount();
      assertThat(columns).isEqualTo(table.schema().length());
      while (found.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
          row.add(found.getMetaData().getColumnName(i + 1) + "=" + text(found.getObject(i + 1)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private List<List<String>> spark(Table table) {
    return ResultTables.open(TestSpark.session(), results.toString())
        .table(table)
        .collectAsList()
        .stream()
        .map(
            row ->
                IntStream.range(0, row.length())
                    .mapToObj(i -> table.schema().fieldNames()[i] + "=" + text(row.get(i)))
                    .toList())
        .toList();
  }

  /** One text for what the two readers have different classes for. */
  private static String text(Object value) {
    try {
      if (value instanceof OffsetDateTime time) {
        return time.toInstant().toString();
      }
      if (value instanceof Timestamp time) {
        return time.toInstant().toString();
      }
      if (value instanceof Blob blob) {
        return HexFormat.of().formatHex(blob.getBytes(1, (int) blob.length()));
      }
      return value instanceof byte[] bytes
          ? HexFormat.of().formatHex(bytes)
          : String.valueOf(value);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
