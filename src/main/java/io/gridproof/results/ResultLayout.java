package io.gridproof.results;

import io.gridproof.study.InputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Where the files of a result directory are: a folder for each table, a file for each segment. */
final class ResultLayout {
  private static final String SUFFIX = ".parquet";
  private static final String TEMPORARY_PREFIX = ".";
  private static final String TEMPORARY_SUFFIX = ".tmp";

  /** The tables of a segment; the last makes it count. */
  static final List<Table> COMMIT_ORDER =
      List.of(Table.MODELS, Table.CURVES, Table.CLASS_METRICS, Table.CONFUSION, Table.TRIALS);

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

  FileSystem fileSystem(Configuration hadoop) throws IOException {
    return directory.getFileSystem(hadoop);
  }

  Path folder(Table table) {
    return new Path(directory, table.tableName());
  }

  Path file(Table table, String segment) {
    return new Path(folder(table), segment + SUFFIX);
  }

  Path temporary(Table table, String segment) {
    return new Path(folder(table), TEMPORARY_PREFIX + segment + TEMPORARY_SUFFIX);
  }

  /** The names of the segments that a table has a file of, in their order. */
  Set<String> segments(FileSystem files, Table table) throws IOException {
    Set<String> segments = new TreeSet<>();
    for (Path file : files(files, table)) {
      segment(file).ifPresent(segments::add);
    }
    return segments;
  }

  private static Optional<String> segment(Path file) {
    String name = file.getName();
    return name.endsWith(SUFFIX)
        ? Optional.of(name.substring(0, name.length() - SUFFIX.length()))
        : Optional.empty();
  }

  /** The files of a table that count: those of segments that were committed. */
  List<String> committed(FileSystem files, Table table) throws IOException {
    Set<String> present = segments(files, table);
    if (table != Table.RUNS) {
      present.retainAll(segments(files, Table.TRIALS));
    }
    return present.stream().map(segment -> file(table, segment).toString()).toList();
  }

  /** Deletes what no reader counts: the left-overs of a run that was killed. */
  void removeUncommitted(FileSystem files) throws IOException {
    Set<String> committed = segments(files, Table.TRIALS);
    for (Table table : Table.values()) {
      for (Path file : files(files, table)) {
        boolean temporary = file.getName().endsWith(TEMPORARY_SUFFIX);
        boolean orphan =
            table != Table.RUNS && segment(file).filter(s -> !committed.contains(s)).isPresent();
        if (temporary || orphan) {
          files.delete(file, false);
        }
      }
    }
  }

  /** Whether a first run may begin here: there is nothing, or what a killed first run left. */
  boolean isFree(FileSystem files) throws IOException {
    Set<String> tables =
        Arrays.stream(Table.values()).map(Table::tableName).collect(Collectors.toSet());
    try {
      return Arrays.stream(files.listStatus(directory))
          .allMatch(entry -> entry.isDirectory() && tables.contains(entry.getPath().getName()));
    } catch (FileNotFoundException e) {
      return true;
    }
  }

  boolean holdsResults(FileSystem files) throws IOException {
    return !segments(files, Table.RUNS).isEmpty();
  }

  private List<Path> files(FileSystem files, Table table) throws IOException {
    List<Path> found = new ArrayList<>();
    try {
      for (FileStatus status : files.listStatus(folder(table))) {
        found.add(status.getPath());
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    return found;
  }

  @Override
  public String toString() {
    return name;
  }
}
