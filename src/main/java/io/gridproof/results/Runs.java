package io.gridproof.results;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** The entries of {@link Table#RUNS}, read without Spark. */
final class Runs {
  private static final String RUN_ID = "run_id";
  private static final String STARTED_AT = "started_at";
  private static final String SPECIFICATION = "specification";

  private record Entry(Instant startedAt, String runId, String specification) {}

  private Runs() {}

  /** The specification of the latest run. */
  static Optional<String> latestSpecification(Storage storage, ResultLayout layout)
      throws IOException {
    Columns<?> columns = RunInfo.COLUMNS.only(RUN_ID, STARTED_AT, SPECIFICATION);
    List<Entry> entries = new ArrayList<>();
    for (Path file : layout.entries(storage, Table.RUNS)) {
      ParquetFiles.read(
          storage,
          file,
          columns,
          row ->
              entries.add(
                  new Entry(row.getAs(STARTED_AT), row.getAs(RUN_ID), row.getAs(SPECIFICATION))));
    }
    return entries.stream()
        .max(Comparator.comparing(Entry::startedAt).thenComparing(Entry::runId))
        .map(Entry::specification);
  }
}
