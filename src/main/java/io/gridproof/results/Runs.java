package io.gridproof.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.StructType;

/** The entries of {@link Table#RUNS}, read without Spark. */
final class Runs {
  private static final String RUN_ID = "run_id";
  private static final String STARTED_AT = "started_at";
  private static final String SPECIFICATION = "specification";

  private record Entry(long startedAt, String runId, String specification) {}

  private Runs() {}

  /** The specification of the latest run. */
  static Optional<String> latestSpecification(Storage storage, ResultLayout layout)
      throws IOException {
    StructType columns = new StructType();
    for (String name : List.of(RUN_ID, STARTED_AT, SPECIFICATION)) {
      columns = columns.add(Table.RUNS.schema().apply(name));
    }
    List<Entry> entries = new ArrayList<>();
    for (Path file : layout.runs(storage)) {
      ParquetFiles.read(
          storage,
          file,
          columns,
          row ->
              entries.add(
                  new Entry(
                      row.getLong(STARTED_AT, 0),
                      row.getString(RUN_ID, 0),
                      row.getString(SPECIFICATION, 0))));
    }
    return entries.stream()
        .max(Comparator.comparingLong(Entry::startedAt).thenComparing(Entry::runId))
        .map(Entry::specification);
  }
}
