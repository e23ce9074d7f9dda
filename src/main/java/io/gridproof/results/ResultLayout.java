package io.gridproof.results;

import io.gridproof.study.InputException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Where the files of a result directory are, and how they are named. */
final class ResultLayout {
  private static final String SUFFIX = ".parquet";

  /** Readers of tables, here and elsewhere, leave out what begins so. */
  private static final String HIDDEN = ".";

  private static final String TEMPORARY_SUFFIX = ".tmp";
  private static final String CLAIM = HIDDEN + "claim";

  private final String name;
  private final Path directory;

  ResultLayout(String directory) {
    this.name = directory;
    try {
      this.directory = new Path(directory);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "`DIR is a path` must hold, but got `" + directory + "`: " + e.getMessage(), e);
    }
  }

  Path directory() {
    return directory;
  }

  Path folder(Table table) {
    return new Path(directory, table.tableName());
  }

  /** The folder in which drivers say that they are at work. */
  Path claims() {
    return new Path(directory, CLAIM);
  }

  /** The file of an entry, for example of a run in {@link Table#RUNS}. */
  Path entry(Table table, String id) {
    return new Path(folder(table), id + SUFFIX);
  }

  /** The file of a segment in a table of trials. */
  Path file(Table table, Segment segment, String runId) {
    String writer = table == Table.TRIALS ? "" : "." + runId;
    return new Path(folder(table), segment + writer + SUFFIX);
  }

  static Path temporary(Path file, String token) {
    return new Path(file.getParent(), HIDDEN + file.getName() + "." + token + TEMPORARY_SUFFIX);
  }

  static boolean isTemporary(Path file) {
    return file.getName().startsWith(HIDDEN) && file.getName().endsWith(TEMPORARY_SUFFIX);
  }

  /** The name without its suffix; empty if it is no file of a table. */
  static Optional<String> stem(Path file) {
    String name = file.getName();
    return name.endsWith(SUFFIX) && !name.startsWith(HIDDEN)
        ? Optional.of(name.substring(0, name.length() - SUFFIX.length()))
        : Optional.empty();
  }

  /** The entries of a table. */
  List<Path> entries(Storage storage, Table table) throws IOException {
    return files(storage, table, file -> stem(file).isPresent()).sorted().toList();
  }

  /** The files of a table of trials that are a segment, whether it counts or not. */
  List<TableFile> segments(Storage storage, Table table) throws IOException {
    return files(storage, table, file -> TableFile.of(file).isPresent())
        .sorted()
        .flatMap(file -> TableFile.of(file).stream())
        .toList();
  }

  private Stream<Path> files(Storage storage, Table table, Predicate<Path> wanted)
      throws IOException {
    Path folder = folder(table);
    storage.refuseLinkOutOf(directory, folder);
    List<Path> files = storage.list(folder, wanted).stream().map(FileStatus::getPath).toList();
    for (Path file : files) {
      storage.refuseLinkOutOf(directory, file);
    }
    return files.stream();
  }

  /** Refuses folders that lead to another place, before anything is written there. */
  void refuseLinksOut(Storage storage) throws IOException {
    storage.refuseLinkOutOf(directory, claims());
    for (Table table : Table.values()) {
      storage.refuseLinkOutOf(directory, folder(table));
    }
  }

  /** Whether one merged segment is all that there is. */
  boolean isMerged(Storage storage) throws IOException {
    for (Table table : Table.COMMIT_ORDER) {
      List<TableFile> segments = segments(storage, table);
      if (segments.size() != 1
          || !segments.get(0).segment().isMerged()
          || !storage.list(folder(table), ResultLayout::isTemporary).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  boolean holdsResults(Storage storage) throws IOException {
    return !entries(storage, Table.RUNS).isEmpty();
  }

  /** Whether a first run may begin here: there is nothing, or what a killed first run left. */
  boolean isFree(Storage storage) throws IOException {
    Set<String> ours =
        Arrays.stream(Table.values()).map(Table::tableName).collect(Collectors.toSet());
    ours.add(CLAIM);
    return storage.holdsOnly(
        directory, entry -> entry.isDirectory() && ours.contains(entry.getPath().getName()));
  }

  @Override
  public String toString() {
    return name;
  }
}
