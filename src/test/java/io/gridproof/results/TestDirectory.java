package io.gridproof.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A result directory on storage that fails on demand, with drivers that come and go. */
final class TestDirectory {
  static final SyntheticStudy STUDY = new SyntheticStudy(4);

  /** More than any system gives. */
  private static final long NO_PID = Integer.MAX_VALUE;

  private static final int COMMIT_TRIALS = 2;
  private static final Configuration HADOOP = FaultyFileSystem.configuration();
  private static final AtomicInteger DIRECTORIES = new AtomicInteger();

  private final String uri;
  private final Faults faults;
  private int runs;

  /**
   * @param scheme {@code hdfs} or {@code s3a}
   */
  TestDirectory(String scheme, java.nio.file.Path parent) {
    String authority = "storage" + DIRECTORIES.incrementAndGet();
    this.uri = scheme + "://" + authority + parent.resolve(authority);
    this.faults = FaultyFileSystem.faults(authority);
  }

  Faults faults() {
    return faults;
  }

  ResultLayout layout() {
    return new ResultLayout(uri);
  }

  Storage storage() {
    try {
      return Storage.of(HADOOP, new Path(uri), FakeTime.timeouts());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A driver on this host whose process is gone, as everybody can see at once. */
  static Driver gone(String runId) {
    Driver here = Driver.ofThisProcess(runId);
    return new Driver(
        runId, here.host(), NO_PID, Instant.EPOCH, Instant.EPOCH, here.processTable());
  }

  ResultWriter begin() throws IOException {
    String runId = "run" + ++runs;
    return begin(STUDY.run(runId), gone(runId));
  }

  ResultWriter begin(RunInfo run, Driver driver) throws IOException {
    return ResultWriter.begin(HADOOP, uri, run, driver, FakeTime.timeouts(), note -> {});
  }

  /** All that the verb run does with results. */
  void run() throws IOException {
    try (ResultWriter writer = begin()) {
      List<TrialReport> missing =
          STUDY.reports().stream()
              .filter(report -> !writer.trialIds().contains(report.trial().trialId()))
              .toList();
      for (int i = 0; i < missing.size(); i += COMMIT_TRIALS) {
        writer.commit(missing.subList(i, Math.min(missing.size(), i + COMMIT_TRIALS)));
      }
      writer.compact();
      writer.end();
    }
  }

  /** How many rows of each trial a reader finds now. */
  Map<String, Integer> rows(Table table, Listing listing) throws IOException {
    Map<String, Integer> rows = new TreeMap<>();
    for (Path file : listing.of(table)) {
      ParquetFiles.read(
          storage(),
          file,
          table.columns().only("trial_id"),
          row -> rows.merge(row.getString(0), 1, Integer::sum));
    }
    return rows;
  }

  /**
   * Checks that a reader now finds every committed trial once, and in the other tables their rows
   * and no other's.
   *
   * @return how many trials there are
   */
  int checked() throws IOException {
    Listing listing = Listing.of(storage(), layout());
    Map<String, Integer> trials = rows(Table.TRIALS, listing);
    for (Table table : Table.COMMIT_ORDER) {
      Map<String, Integer> expected = new TreeMap<>(trials);
      expected.replaceAll((trial, rows) -> SyntheticStudy.rows(table));
      assertThat(rows(table, listing)).as("%s", table).isEqualTo(expected);
    }
    return trials.size();
  }
}
