package io.gridproof.results;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The files of a result directory; what fails is repeated as long as {@link StorageTimeouts} allow.
 *
 * @param mostOthers how many entries of a folder may be something else than what is looked for
 */
record Storage(FileSystem files, StorageTimeouts timeouts, int mostOthers) {

  /** A second's work: a folder is listed a few times for each query. */
  static final int MOST_OTHERS = 100_000;

  private static final int MOST_BYTES = 4096;

  static Storage of(Configuration hadoop, Path directory, StorageTimeouts timeouts)
      throws IOException {
    FileSystem files = directory.getFileSystem(hadoop);
    // Others, who do not know Hadoop's checksum files, read and copy the tables; Parquet has sums.
    return new Storage(
        files instanceof LocalFileSystem local ? local.getRawFileSystem() : files,
        timeouts,
        MOST_OTHERS);
  }

  Configuration hadoop() {
    return files.getConf();
  }

  /**
   * What is looked for in a folder; nothing, if there is no folder.
   *
   * @throws StorageException if more than {@link #mostOthers} entries are something else
   */
  List<FileStatus> list(Path folder, Predicate<Path> wanted) throws IOException {
    return timeouts.repeat("list " + folder, () -> listed(folder, wanted));
  }

  private List<FileStatus> listed(Path folder, Predicate<Path> wanted) throws IOException {
    List<FileStatus> found = new ArrayList<>();
    try (Entries entries = Entries.of(files, folder)) {
      int others = 0;
      for (Optional<Path> entry = entries.next(); entry.isPresent(); entry = entries.next()) {
        if (wanted.test(entry.get())) {
          entries.status().ifPresent(found::add);
        } else if (++others > mostOthers) {
          throw new StorageException(
              "%s holds more than %d files that are not results; move them away"
                  .formatted(folder, mostOthers));
        }
      }
    }
    return found;
  }

  /** Whether nothing else is in a folder, if there is one. */
  boolean holdsOnly(Path folder, Predicate<FileStatus> expected) throws IOException {
    return timeouts.repeat("list " + folder, () -> onlyHolds(folder, expected));
  }

  private boolean onlyHolds(Path folder, Predicate<FileStatus> expected) throws IOException {
    try (Entries entries = Entries.of(files, folder)) {
      while (entries.next().isPresent()) {
        if (!entries.status().filter(expected).isPresent()) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Refuses what is a link to somewhere outside of the results: whoever wrote it could make a
   * reader take any file for a result. The directory itself may be a link.
   *
   * @param entry a file or folder in the directory; need not exist
   * @throws StorageException if it leads out
   */
  void refuseLinkOutOf(Path directory, Path entry) throws IOException {
    if (!(files instanceof RawLocalFileSystem local)) {
      return;
    }
    java.nio.file.Path link = local.pathToFile(entry).toPath();
    if (!Files.isSymbolicLink(link)) {
      return;
    }
    java.nio.file.Path target = link.getParent().resolve(Files.readSymbolicLink(link));
    if (!Files.exists(link)
        || !link.toRealPath().startsWith(local.pathToFile(directory).toPath().toRealPath())) {
      throw new StorageException(
          "%s is a link to %s, which is not in these results; put there what belongs there"
              .formatted(entry, target.normalize()));
    }
  }

  /** A small file, or as much of it as may be small; empty if there is none. */
  Optional<byte[]> read(Path file) throws IOException {
    return timeouts.repeat("read " + file, () -> bytes(file));
  }

  /** The same, at the first try. */
  Optional<byte[]> bytes(Path file) throws IOException {
    if (files instanceof RawLocalFileSystem local
        && !Files.isRegularFile(local.pathToFile(file).toPath())) {
      return Optional.empty(); // a pipe would block for ever
    }
    try (InputStream in = files.open(file)) {
      return Optional.of(in.readNBytes(MOST_BYTES));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  void makeFolder(Path folder) throws IOException {
    timeouts.repeat("create " + folder, () -> made(folder));
  }

  private boolean made(Path folder) throws IOException {
    if (files instanceof RawLocalFileSystem local) {
      // Hadoop would not say why not.
      java.nio.file.Path path = local.pathToFile(folder).toPath();
      refuseOther(path);
      Files.createDirectories(path);
    } else if (!files.mkdirs(folder)) {
      throw new IOException("the folder was not made");
    }
    return true;
  }

  /** Where a folder is to be, or one around it, there may be something else. */
  private static void refuseOther(java.nio.file.Path folder) throws IOException {
    java.nio.file.Path path = folder;
    while (path != null && !Files.isDirectory(path)) {
      if (Files.exists(path)) {
        throw new ParentNotDirectoryException(path + " is no folder");
      }
      if (Files.isSymbolicLink(path)) {
        throw new ParentNotDirectoryException(path + " is a link that leads nowhere");
      }
      path = path.getParent();
    }
  }

  /** Deletes a file, if it is there. */
  void delete(Path file) throws IOException {
    timeouts.repeat("delete " + file, () -> files.delete(file, false));
  }
}
