package io.gridproof.results;

import io.gridproof.study.InputException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/**
 * Writes the tables of one run. Only the driver writes.
 *
 * <p>A commit is a segment: one immutable file a table, all of one name, each written under a
 * temporary name that readers ignore and then renamed. {@link Table#TRIALS} comes last, so its file
 * is the commit: a segment without it does not count, and the next run removes it.
 */
public final class ResultWriter {
  private final Configuration hadoop;
  private final FileSystem files;
  private final ResultLayout layout;
  private final RunInfo run;
  private int segments;

  private ResultWriter(Configuration hadoop, FileSystem files, ResultLayout layout, RunInfo run) {
    this.hadoop = hadoop;
    this.files = files;
    this.layout = layout;
    this.run = run;
  }

  /**
   * Makes the directory if need be, removes what a killed run left half done, and enters the run.
   *
   * @throws InputException if the directory cannot be written
   */
  public static ResultWriter begin(Configuration hadoop, String directory, RunInfo run)
      throws IOException {
    ResultLayout layout = new ResultLayout(directory);
    FileSystem files = layout.fileSystem(hadoop);
    // The tables are read by others, who do not know Hadoop's checksum files; Parquet has its own.
    files.setWriteChecksum(false);
    try {
      for (Table table : Table.values()) {
        files.mkdirs(layout.folder(table));
      }
    } catch (IOException e) {
      throw new InputException("cannot write results to " + directory + ": " + e.getMessage(), e);
    }
    layout.removeUncommitted(files);
    ResultWriter writer = new ResultWriter(hadoop, files, layout, run);
    writer.publish(Table.RUNS, run.runId(), run.rows());
    return writer;
  }

  /** Writes the results of some trials; when it returns they are there to stay. */
  public void commit(List<TrialReport> reports) throws IOException {
    String segment = "%s-%06d".formatted(run.runId(), segments++);
    for (Table table : ResultLayout.COMMIT_ORDER) {
      List<Row> rows = new ArrayList<>();
      for (TrialReport report : reports) {
        rows.addAll(new TrialRows(run, report).of(table));
      }
      if (!rows.isEmpty()) {
        publish(table, segment, rows);
      }
    }
  }

  /** Enters the end of the run. */
  public void end() throws IOException {
    publish(Table.RUNS, run.runId(), run.finished(Instant.now()).rows());
  }

  private void publish(Table table, String segment, List<Row> rows) throws IOException {
    Path temporary = layout.temporary(table, segment);
    Path file = layout.file(table, segment);
    ParquetFiles.write(hadoop, temporary, table.schema(), rows);
    if (!files.rename(temporary, file) && !replace(temporary, file)) {
      throw new IOException("cannot rename " + temporary + " to " + file);
    }
  }

  /** For file systems whose rename does not overwrite; only the entry of a run is ever replaced. */
  private boolean replace(Path temporary, Path file) throws IOException {
    return files.delete(file, false) && files.rename(temporary, file);
  }
}
