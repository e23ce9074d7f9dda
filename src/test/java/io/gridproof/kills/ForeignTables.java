package io.gridproof.kills;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A result directory as those see it who know nothing of this project: all Parquet files of a
 * folder are a table. Through DuckDB.
 */
final class ForeignTables implements AutoCloseable {
  private static final int MOST_REPETITIONS = 20;
  private static final String LOST = "No such file or directory";

  private final Connection duckDb;

  ForeignTables() throws SQLException {
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = duckDb.createStatement()) {
      statement.execute("SET threads = 1");
      statement.execute("SET enable_external_file_cache = false");
    }
  }

  /** The trials that are there; with run and start, which tell a trial's row from another's. */
  List<String> trials(Path results) throws SQLException, IOException {
    return query(
        results,
        "trials",
        "SELECT concat_ws(' ', trial_id, run_id, started_at, weights_sha256, curve_sha256)");
  }

  int count(Path results) throws SQLException, IOException {
    return query(results, "trials", "SELECT DISTINCT trial_id").size();
  }

  /**
   * The trials and the last step of each. A run that ends merges files: for a moment the same rows
   * are in two of them.
   */
  List<String> lastSteps(Path results) throws SQLException, IOException {
    return query(
        results,
        "trials",
        """
        SELECT concat_ws(' ', trial_id, steps_run) FROM (SELECT DISTINCT *
        """,
        ")");
  }

  /** The trials and steps of all curves. */
  List<String> steps(Path results) throws SQLException, IOException {
    return query(results, "curves", "SELECT DISTINCT concat_ws(' ', trial_id, step)");
  }

  /** The view study_digest, computed by somebody else. */
  String digest(Path results) throws SQLException, IOException {
    return query(
            results,
            "trials",
            """
            SELECT sha256(string_agg(
              concat_ws(' ', trial_id, results_sha256), chr(10) ORDER BY trial_id))
            """)
        .stream()
        .findFirst()
        .orElse("none");
  }

  /** A digest of all rows of a table whose columns depend on the trials alone. */
  String content(Path results, String table) throws SQLException, IOException {
    return query(
            results,
            table,
            """
            SELECT sha256(string_agg(line, chr(10) ORDER BY line)) FROM (SELECT t::VARCHAR AS line
            """,
            " AS t)")
        .stream()
        .findFirst()
        .orElse("none");
  }

  private List<String> query(Path results, String table, String select)
      throws SQLException, IOException {
    return query(results, table, select, "");
  }

  private List<String> query(Path results, String table, String select, String rest)
      throws SQLException, IOException {
    for (int again = 0; true; again++) {
      try {
        return queryOnce(results, table, select, rest);
      } catch (SQLException e) {
        // A run that ends merges files: one that was found may be gone before it is read.
        if (again == MOST_REPETITIONS || !String.valueOf(e.getMessage()).contains(LOST)) {
          throw e;
        }
      }
    }
  }

  private List<String> queryOnce(Path results, String table, String select, String rest)
      throws SQLException, IOException {
    if (isEmpty(results.resolve(table))) {
      return List.of();
    }
    List<String> rows = new ArrayList<>();
    try (Statement statement = duckDb.createStatement();
        ResultSet found =
            statement.executeQuery(
                "%s FROM read_parquet('%s/%s/*.parquet')%s"
                    .formatted(select, results, table, rest))) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return true;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.parquet")) {
      return !files.iterator().hasNext();
    }
  }

  @Override
  public void close() throws SQLException {
    duckDb.close();
  }
}
