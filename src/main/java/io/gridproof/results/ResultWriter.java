package io.gridproof.results;

import io.gridproof.study.InputException;
import io.gridproof.study.Study;
import io.gridproof.study.StudyReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/**
 * Writes the tables of one run. Only the driver writes, and of two drivers only one.
 *
 * <p><b>A commit is a segment</b>: one immutable Parquet file a table, all of one number, {@link
 * Table#TRIALS} last. The file in trials is the commit; what has none of its number does not count.
 * Every file appears with its name and all its bytes at once, and these are on the disk before
 * ({@link Publication}). So a crash at any moment leaves whole segments and some files that no
 * reader counts, which the next run removes.
 *
 * <p><b>The numbers are the fence</b>: {@code trials/000001.parquet}, {@code 000002} and so on are
 * one sequence for all runs of a directory, and a name is given only once. A run begins with the
 * next number, a segment without rows. A driver that was thought dead and comes back finds that
 * number taken when it commits: its commit does not count, and it ends. No clock decides this.
 * Files of other tables bear the run_id too, {@code curves/000002.RUN.parquet}, so that what such a
 * driver left cannot be taken for the other's.
 *
 * <p><b>A claim tells early</b> what the fence would tell late ({@link Claim}).
 *
 * <p><b>A finished run merges</b> all segments into one, {@code 000001-000040}, published like a
 * commit; readers leave out a segment that is within another ({@link Listing}). Then the merged
 * ones are deleted. Readers may lose a file then; they list again and repeat ({@link
 * ResultTables#read}).
 *
 * <p>What storage refuses is tried again for a minute. After any exception a writer must not be
 * used but to close it.
 */
public final class ResultWriter implements AutoCloseable {
  private final Publisher publisher;
  private final ResultLayout layout;
  private final RunInfo run;
  private final Driver driver;
  private final Claim claim;
  private CommittedTrials trials;
  private int next;

  private ResultWriter(
      Publisher publisher, ResultLayout layout, RunInfo run, Driver driver, Claim claim) {
    this.publisher = publisher;
    this.layout = layout;
    this.run = run;
    this.driver = driver;
    this.claim = claim;
  }

  /** As the other one, where nobody is there to be told that it waits. */
  public static ResultWriter begin(Configuration hadoop, String directory, RunInfo run)
      throws IOException {
    return begin(hadoop, directory, run, note -> {});
  }

  /**
   * Makes the directory if need be, takes it over from a run that has died, enters this run, and
   * removes what earlier ones left half done.
   *
   * @param notes told when it must wait
   * @throws InputException if the directory cannot be written, or is another study's
   * @throws StorageException if another driver is at work there
   */
  public static ResultWriter begin(
      Configuration hadoop, String directory, RunInfo run, Consumer<String> notes)
      throws IOException {
    Driver driver = Driver.ofThisProcess(run.runId());
    return begin(hadoop, directory, run, driver, StorageTimeouts.USUAL, notes);
  }

  static ResultWriter begin(
      Configuration hadoop,
      String directory,
      RunInfo run,
      Driver driver,
      StorageTimeouts timeouts,
      Consumer<String> notes)
      throws IOException {
    ResultLayout layout = new ResultLayout(directory);
    Publisher publisher;
    Claim claim;
    try {
      publisher = publisher(hadoop, layout, run, timeouts);
      claim = Claim.take(publisher, layout.claims(), driver, notes);
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw new InputException("cannot write results to " + layout + ": " + reason(e), e);
    }
    ResultWriter writer = new ResultWriter(publisher, layout, run, driver, claim);
    try {
      writer.begin();
      return writer;
    } catch (IOException | RuntimeException e) {
      try (claim) {
        throw e;
      }
    }
  }

  private static Publisher publisher(
      Configuration hadoop, ResultLayout layout, RunInfo run, StorageTimeouts timeouts)
      throws IOException {
    Storage storage = Storage.of(hadoop, layout.directory(), timeouts);
    timeouts.repeat(
        "write to " + layout,
        () -> {
          Publication.check(storage.files(), layout.directory());
          return layout;
        });
    layout.refuseLinksOut(storage);
    storage.makeFolder(layout.claims());
    for (Table table : Table.values()) {
      storage.makeFolder(layout.folder(table));
    }
    Publication publication =
        timeouts.repeat(
            "write to " + layout, () -> Publication.of(storage.files(), layout.claims()));
    return new Publisher(storage, publication, run.runId());
  }

  private static String reason(IOException e) {
    return e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
  }

  private void begin() throws IOException {
    refuseOtherStudy();
    // Before the first segment, as a file of a run that is not entered is not believed.
    publisher.create(entry(), content(run));
    open();
    trials =
        storage()
            .timeouts()
            .repeat(
                "read " + layout,
                () -> CommittedTrials.read(storage(), Listing.of(storage(), layout)));
    Leftovers.delete(storage(), layout, next - 1);
  }

  /** Again, as another run may have begun since the caller looked. */
  private void refuseOtherStudy() throws IOException {
    Optional<String> stored =
        storage()
            .timeouts()
            .repeat("read " + layout, () -> Runs.latestSpecification(storage(), layout));
    if (stored.isPresent()) {
      Study before = StudyReader.parse(stored.get(), layout.toString(), List.of());
      Study now = StudyReader.parse(run.specification(), "the study", List.of());
      now.differsFrom(before)
          .ifPresent(
              difference -> {
                throw new InputException(
                    "another study's results are in " + layout + ": " + difference);
              });
    }
  }

  /** Takes the next number; a driver that was thought dead may take it first, but only once. */
  private void open() throws IOException {
    boolean opened = false;
    while (!opened) {
      next = Segment.next(committed());
      opened =
          publish(
              Segment.of(next), (table, label) -> Optional.of(content(table, List.of(), label)));
    }
    next++;
  }

  /** The trial_ids that need no training any more. */
  public Set<String> trialIds() {
    return trials.ids();
  }

  /**
   * Writes the results of some trials; when it returns they are there to stay. A trial that is
   * there already is not written again.
   *
   * @throws StorageException if storage failed, or another driver took over
   * @throws DeterminismException if a trial is there with another result; the others are written
   */
  public void commit(List<TrialReport> reports) throws IOException {
    List<TrialReport> news = new ArrayList<>();
    Optional<DeterminismException> contradiction = Optional.empty();
    for (TrialReport report : reports) {
      try {
        if (trials.add(report)) {
          news.add(report);
        }
      } catch (DeterminismException e) {
        contradiction = Optional.of(e);
      }
    }
    if (!news.isEmpty()) {
      publishOrEnd(Segment.of(next), (table, label) -> contentOf(table, news, label));
    }
    if (contradiction.isPresent()) {
      throw contradiction.get();
    }
  }

  /** Merges all segments into one; for a study of which every trial is there. */
  public void compact() throws IOException {
    Listing listing = Listing.of(storage(), layout);
    publishOrEnd(
        new Segment(1, next - 1),
        (table, label) -> Optional.of(out -> merge(listing, table, label, out)));
    Leftovers.delete(storage(), layout, next - 1);
  }

  private void merge(Listing listing, Table table, FileLabel label, OutputStream out)
      throws IOException {
    try {
      ParquetFiles.write(
          storage().hadoop(),
          table.columns(),
          each -> {
            for (Path file : listing.of(table)) {
              ParquetFiles.read(storage(), file, table.columns(), each);
            }
          },
          label,
          out);
    } catch (FileNotFoundException e) {
      endIfTakenOver();
      throw e;
    }
  }

  /** Enters the end of the run, and leaves the directory to the next. */
  public void end() throws IOException {
    publisher.replace(entry(), content(run.finished(Instant.now(), trials.ids().size())));
    claim.release();
  }

  /** Leaves the directory, whether the run came to its end or not. */
  @Override
  public void close() throws IOException {
    claim.close();
  }

  /** What a segment has of a table; empty if nothing. */
  @FunctionalInterface
  private interface Contents {
    Optional<Content> of(Table table, FileLabel label) throws IOException;
  }

  /**
   * @return whether the segment counts; false if its number was taken
   */
  private boolean publish(Segment segment, Contents contents) throws IOException {
    List<Table> others = new ArrayList<>();
    for (Table table : Table.COMMIT_ORDER) {
      Path file = layout.file(table, segment, run.runId());
      FileLabel label = FileLabel.of(driver, file, table == Table.TRIALS ? others : List.of());
      Optional<Content> content = contents.of(table, label);
      if (content.isPresent()) {
        if (!publisher.create(file, content.get())) {
          return false;
        }
        others.add(table);
      }
    }
    return true;
  }

  private void publishOrEnd(Segment segment, Contents contents) throws IOException {
    if (!publish(segment, contents)) {
      throw takenOver();
    }
    next = segment.last() + 1;
    // A number may be free again because whoever took it has merged it away. To look at the claim
    // takes as long after many commits as after few; to list them would not.
    endIfTakenOver();
  }

  private void endIfTakenOver() throws IOException {
    if (!storage().timeouts().repeat("read " + layout.claims(), claim::holds)) {
      throw takenOver();
    }
  }

  private StorageException takenOver() throws IOException {
    String what =
        Claim.holder(storage(), layout.claims())
            .map("was taken over by %s, as this run gave no sign of life; this one ends"::formatted)
            .orElse("was removed while this run was at work; run again to train what is missing");
    return new StorageException(layout + " " + what);
  }

  private List<Segment> committed() throws IOException {
    return layout.segments(storage(), Table.TRIALS).stream().map(TableFile::segment).toList();
  }

  private Optional<Content> contentOf(Table table, List<TrialReport> reports, FileLabel label)
      throws IOException {
    TrialRows<?> ofTrial = table.rows().orElseThrow();
    List<Row> rows =
        reports.stream().flatMap(report -> ofTrial.of(new RunTrial(run, report))).toList();
    return rows.isEmpty() ? Optional.empty() : Optional.of(content(table, rows, label));
  }

  private Content content(Table table, List<Row> rows, FileLabel label) throws IOException {
    return Content.of(ParquetFiles.encode(storage().hadoop(), table.columns(), rows, label));
  }

  private Content content(RunInfo info) throws IOException {
    FileLabel label = FileLabel.of(driver, entry(), List.of());
    return content(Table.RUNS, List.of(RunInfo.COLUMNS.row(info)), label);
  }

  private Path entry() {
    return layout.entry(Table.RUNS, run.runId());
  }

  private Storage storage() {
    return publisher.storage();
  }
}
