package io.gridproof.results;

import static java.util.stream.Collectors.toSet;

import io.gridproof.nn.Configuration;
import io.gridproof.nn.Seeds;
import io.gridproof.study.Parameter;
import io.gridproof.study.Point;
import io.gridproof.study.Trial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/** Reads the rows of {@link Table#TRIALS}, and believes none that does not follow from itself. */
record StoredTrials(Storage storage, Listing listing) {

  /**
   * All rows that count.
   *
   * @throws DamageException if a file is damaged, foreign or missing, or a row was changed
   */
  List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    Set<String> runs = runs();
    checkNumbers();
    for (Path file : listing.of(Table.TRIALS)) {
      rows.addAll(rows(file, runs));
    }
    checkCount(rows);
    return rows;
  }

  private Set<String> runs() {
    return listing.of(Table.RUNS).stream()
        .flatMap(file -> ResultLayout.stem(file).stream())
        .collect(toSet());
  }

  /** The rows of one file. */
  List<Row> rows(Path file) throws IOException {
    return rows(file, runs());
  }

  private List<Row> rows(Path file, Set<String> runs) throws IOException {
    List<Row> rows = new ArrayList<>();
    FileLabel label =
        ParquetFiles.read(
            storage,
            file,
            Table.TRIALS.columns(),
            row -> {
              Optional<String> fault = fault(row);
              if (fault.isPresent()) {
                throw new DamageException(file + ", trial " + trialId(row), fault.get());
              }
              rows.add(row);
            });
    if (!runs.contains(label.writer().runId())) {
      throw new DamageException(
          file.toString(),
          "it was written by run %s, which is not in the table runs"
              .formatted(label.writer().runId()));
    }
    Segment segment = TableFile.of(file).orElseThrow().segment();
    for (String table : label.others()) {
      if (listing.of(Table.named(table)).stream().noneMatch(other -> isOf(other, segment))) {
        throw new DamageException(
            "the file of segment %s in %s".formatted(segment, table), "it is missing");
      }
    }
    return rows;
  }

  private static boolean isOf(Path file, Segment segment) {
    return TableFile.of(file).filter(other -> other.segment().equals(segment)).isPresent();
  }

  static String trialId(Row trial) {
    return trial.getAs(TrialRows.TRIAL_ID);
  }

  /** Every number is given once, and a merged file has all of the numbers in its name. */
  private void checkNumbers() throws DamageException {
    int next = 1;
    List<Segment> inOrder =
        listing.segments().stream().sorted(Comparator.comparingInt(Segment::first)).toList();
    for (Segment segment : inOrder) {
      if (segment.first() > next) {
        throw new DamageException(
            "the files of the table trials", "%06d is missing before %s".formatted(next, segment));
      }
      next = segment.last() + 1;
    }
  }

  /** The last files leave no gap; but a run that ended says how many trials there were. */
  private void checkCount(List<Row> rows) throws IOException {
    Optional<Row> latest =
        ParquetFiles.rows(storage, listing.of(Table.RUNS), RunInfo.COLUMNS).stream()
            .filter(run -> run.getAs("trials") != null)
            .max(Comparator.comparing(run -> run.getAs("finished_at")));
    int expected = latest.map(run -> run.<Integer>getAs("trials")).orElse(0);
    long found = rows.stream().map(StoredTrials::trialId).distinct().count();
    if (found < expected) {
      throw new DamageException(
          "the files of the table trials",
          "%d trials were there when run %s ended, but %d are there now"
              .formatted(expected, latest.get().getAs("run_id"), found));
    }
  }

  /** What is wrong with a row, by itself; empty if nothing is. */
  static Optional<String> fault(Row row) {
    String digest = row.getAs("results_sha256");
    if (digest != null && !digest.equals(RowDigest.of(TrialColumns.REPEATED, row))) {
      return Optional.of("its row does not give its results_sha256");
    }
    try {
      Configuration configuration =
          Point.fromColumns(parameter -> row.getAs(parameter.column())).configuration();
      Trial trial =
          Trial.of(
              configuration,
              row.getAs("replicate"),
              new Seeds(
                  row.getAs("seed_init"), row.getAs("seed_shuffle"), row.getAs("seed_dropout")),
              row.getAs("dataset_sha256"),
              row.getAs("trainer_version"));
      boolean follows =
          trial.trialId().equals(trialId(row))
              && trial.configId().equals(row.getAs("config_id"))
              && Arrays.stream(Parameter.values())
                  .allMatch(parameter -> isOf(parameter, configuration, row));
      return follows
          ? Optional.empty()
          : Optional.of(
              "its trial_id or config_id does not follow from its parameters, seeds and data");
    } catch (RuntimeException e) {
      return Optional.of("its parameters cannot be read: " + Messages.firstLine(e));
    }
  }

  /** Several columns can mean one parameter, such as depth, width and hidden; all must agree. */
  private static boolean isOf(Parameter parameter, Configuration configuration, Row row) {
    Object stored = row.getAs(parameter.column());
    Object value = parameter.value(Point.of(configuration));
    return stored == null ? parameter.isAbsentAt(value) : stored.equals(value);
  }
}
