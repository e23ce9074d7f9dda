package io.gridproof.results;

import io.gridproof.study.InputException;
import io.gridproof.study.Metric;
import io.gridproof.study.Study;
import io.gridproof.study.StudyReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads the tables of a result directory through Spark SQL. */
public final class ResultTables {
  private final SparkSession spark;
  private final ResultLayout layout;
  private final Storage storage;

  /** The files that were found whole; nobody writes to a file again. */
  private final Set<Path> checked = ConcurrentHashMap.newKeySet();

  /** What the views were made of; null if there are none yet. */
  private Listing shown;

  private ResultTables(SparkSession spark, ResultLayout layout, Storage storage) {
    this.spark = spark;
    this.layout = layout;
    this.storage = storage;
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
      Storage storage = Storage.of(hadoop, layout.directory(), StorageTimeouts.USUAL);
      if (layout.holdsResults(storage)) {
        return Optional.of(new ResultTables(spark, layout, storage));
      }
      if (layout.isFree(storage)) {
        return Optional.empty();
      }
      throw new InputException(
          "`DIR is empty or holds results` must hold, but " + directory + " holds something else");
    } catch (StorageException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new InputException("cannot read " + directory + ": " + e.getMessage(), e);
    }
  }

  /** The committed rows of a table. */
  public Dataset<Row> table(Table table) {
    return table(table, list());
  }

  private Dataset<Row> table(Table table, Listing listing) {
    List<Path> files = listing.of(table);
    if (files.isEmpty() || table.isReadByDriver()) {
      return spark.createDataFrame(rows(table, listing), table.schema());
    }
    check(files);
    return spark
        .read()
        .schema(table.schema())
        .parquet(files.stream().map(Path::toString).toArray(String[]::new));
  }

  /** Spark would take damaged numbers for good ones: it does not know the seals. */
  private void check(List<Path> files) {
    files.parallelStream()
        .filter(file -> !checked.contains(file))
        .forEach(
            file -> {
              read(
                  () -> {
                    RowReader.check(storage, file);
                    return file;
                  });
              checked.add(file);
            });
  }

  private List<Row> rows(Table table, Listing listing) {
    return read(
        () ->
            table == Table.TRIALS
                ? new StoredTrials(storage, listing).rows()
                : ParquetFiles.rows(storage, listing.of(table), table.columns()));
  }

  private Listing list() {
    return read(() -> Listing.of(storage, layout));
  }

  /** What is done in storage. */
  @FunctionalInterface
  private interface Look<T> {
    T take() throws IOException;
  }

  private static <T> T read(Look<T> look) {
    try {
      return look.take();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs a query of the views over what is committed now. A run that ends meanwhile merges files,
   * and the query may lose one: then it is repeated over the merged ones.
   *
   * @param query has no effect before it has all its rows
   */
  public void read(Runnable query) {
    answer(
        listing -> {
          if (!listing.equals(shown)) {
            register(listing);
          }
          query.run();
          return listing;
        });
  }

  private <T> T answer(Function<Listing, T> query) {
    while (true) {
      Listing listing = list();
      try {
        return query.apply(listing);
      } catch (Exception e) {
        boolean mayBeTheMerge = LostFile.isCauseOf(e) || DamageException.isCauseOf(e);
        if (!mayBeTheMerge || list().equals(listing)) {
          throw e;
        }
      }
    }
  }

  /** Whether a run came to its end here: it leaves one file for each table. */
  public boolean isMerged() {
    return read(() -> layout.isMerged(storage));
  }

  /**
   * The trial_ids that need no training any more.
   *
   * @throws DeterminismException if two results of one trial differ
   */
  public Set<String> trialIds() {
    return answer(listing -> read(() -> CommittedTrials.read(storage, listing)).ids());
  }

  /** The study of the latest run. */
  public Study study() {
    String specification = read(() -> Runs.latestSpecification(storage, layout)).orElseThrow();
    return StudyReader.parse(specification, layout.toString(), List.of());
  }

  /**
   * Makes the tables, {@code leaderboard} and {@code study_digest} available to SQL, in this
   * session only, with what is committed now.
   */
  public void registerViews() {
    read(() -> {});
  }

  private void register(Listing listing) {
    for (Table table : Table.values()) {
      table(table, listing).createOrReplaceTempView(table.tableName());
    }
    Metric metric = study().metric();
    Views.leaderboard(spark, metric).createOrReplaceTempView("leaderboard");
    Views.studyDigest(spark).createOrReplaceTempView("study_digest");
    shown = listing;
  }
}
