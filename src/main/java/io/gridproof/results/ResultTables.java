package io.gridproof.results;

import io.gridproof.study.InputException;
import io.gridproof.study.Study;
import io.gridproof.study.StudyReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Reads the tables of a result directory through Spark SQL. */
public final class ResultTables {
  private final SparkSession spark;
  private final ResultLayout layout;
  private final FileSystem files;

  private ResultTables(SparkSession spark, ResultLayout layout, FileSystem files) {
    this.spark = spark;
    this.layout = layout;
    this.files = files;
  }

  /**
   * @throws InputException if there are no results in the directory
   */
  public static ResultTables open(SparkSession spark, String directory) {
    return find(spark, directory)
        .orElseThrow(() -> new InputException("there are no results in " + directory));
  }

  /**
   * The results of a directory; empty if a first run may begin there.
   *
   * @throws InputException if there is something else in it
   */
  public static Optional<ResultTables> find(SparkSession spark, String directory) {
    ResultLayout layout = new ResultLayout(directory);
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    try {
      FileSystem files = layout.fileSystem(hadoop);
      if (layout.holdsResults(files)) {
        return Optional.of(new ResultTables(spark, layout, files));
      }
      if (layout.isFree(files)) {
        return Optional.empty();
      }
      throw new InputException(
          "`DIR is empty or holds results` must hold, but " + directory + " holds something else");
    } catch (IOException e) {
      throw new InputException("cannot read " + directory + ": " + e.getMessage(), e);
    }
  }

  /** The committed rows of a table. */
  public Dataset<Row> table(Table table) {
    try {
      List<String> paths = layout.committed(files, table);
      return paths.isEmpty()
          ? spark.createDataFrame(List.of(), table.schema())
          : spark.read().schema(table.schema()).parquet(paths.toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The trial_ids that need no training any more. */
  public Set<String> trialIds() {
    Set<String> ids = new HashSet<>();
    table(Table.TRIALS)
        .select("trial_id")
        .collectAsList()
        .forEach(row -> ids.add(row.getString(0)));
    return ids;
  }

  /** The study of the latest run. */
  public Study study() {
    String specification =
        table(Table.RUNS)
            .orderBy(functions.col("started_at").desc(), functions.col("run_id").desc())
            .select("specification")
            .first()
            .getString(0);
    return StudyReader.parse(specification, layout.toString(), List.of());
  }

  /**
   * Makes the tables, {@code leaderboard} and {@code study_digest} available to SQL, in this
   * session only.
   */
  public void registerViews() {
    for (Table table : Table.values()) {
      table(table).createOrReplaceTempView(table.tableName());
    }
    Views.leaderboard(spark, study().metric()).createOrReplaceTempView("leaderboard");
    Views.studyDigest(spark).createOrReplaceTempView("study_digest");
  }
}
