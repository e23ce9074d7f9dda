package io.gridproof.results;

import static java.util.stream.Collectors.groupingBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/**
 * The files of each table that count, at one moment: those of segments whose file in {@link
 * Table#TRIALS} is there and not superseded.
 */
record Listing(Set<Segment> segments, Map<Table, List<Path>> files) {

  /**
   * Lists the tables. While a driver merges segments, a file that a segment needs may go between
   * two looks; then this looks again. It notices because files of trials go first.
   */
  static Listing of(Storage storage, ResultLayout layout) throws IOException {
    return storage.timeouts().repeat("read " + layout, () -> look(storage, layout));
  }

  private static Listing look(Storage storage, ResultLayout layout) throws IOException {
    while (true) {
      List<TableFile> trials = layout.segments(storage, Table.TRIALS);
      try {
        Listing listing = of(storage, layout, trials);
        if (layout.segments(storage, Table.TRIALS).containsAll(trials)) {
          return listing;
        }
      } catch (FileNotFoundException e) {
        if (layout.segments(storage, Table.TRIALS).containsAll(trials)) {
          throw e;
        }
      }
    }
  }

  private static Listing of(Storage storage, ResultLayout layout, List<TableFile> trials)
      throws IOException {
    Set<Segment> counting =
        Segment.outermost(trials.stream().map(TableFile::segment).collect(Collectors.toSet()));
    Map<Table, List<Path>> files = new EnumMap<>(Table.class);
    for (Table table : Table.OF_ENTRIES) {
      files.put(table, layout.entries(storage, table));
    }
    for (Table table : Table.COMMIT_ORDER) {
      Map<Segment, List<TableFile>> found =
          layout.segments(storage, table).stream()
              .filter(file -> counting.contains(file.segment()))
              .collect(groupingBy(TableFile::segment));
      List<Path> ours = new ArrayList<>();
      for (List<TableFile> candidates : found.values()) {
        ours.add(chosen(storage, layout, candidates).path());
      }
      ours.sort(null);
      files.put(table, List.copyOf(ours));
    }
    return new Listing(counting, Map.copyOf(files));
  }

  /**
   * Two drivers may have written for one number, one of which then got it in trials. Every run
   * begins with a file in each table, so that whoever lost a number is not alone there.
   */
  private static TableFile chosen(Storage storage, ResultLayout layout, List<TableFile> candidates)
      throws IOException {
    if (candidates.size() == 1) {
      return candidates.get(0);
    }
    Path trials = layout.file(Table.TRIALS, candidates.get(0).segment(), "");
    Driver writer = ParquetFiles.writer(storage, trials);
    return candidates.stream()
        .filter(file -> file.writer().equals(writer.runId()))
        .findFirst()
        .orElseThrow(
            () -> new IOException("none of %s is of run %s".formatted(candidates, writer.runId())));
  }

  List<Path> of(Table table) {
    return files.get(table);
  }
}
