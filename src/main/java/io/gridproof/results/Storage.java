package io.gridproof.results;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The files of a result directory; what fails is repeated as long as {@link StorageTimeouts} allow.
 */
record Storage(FileSystem files, StorageTimeouts timeouts) {

  private static final int MOST_BYTES = 4096;

  static Storage of(Configuration hadoop, Path directory, StorageTimeouts timeouts)
      throws IOException {
    FileSystem files = directory.getFileSystem(hadoop);
    // Others, who do not know Hadoop's checksum files, read and copy the tables; Parquet has sums.
    return new Storage(
        files instanceof LocalFileSystem local ? local.getRawFileSystem() : files, timeouts);
  }

  Configuration hadoop() {
    return files.getConf();
  }

  /** What is in a folder; nothing, if there is no folder. */
  List<FileStatus> list(Path folder) throws IOException {
    return timeouts.repeat("list " + folder, () -> listed(folder));
  }

  private List<FileStatus> listed(Path folder) throws IOException {
    try {
      return List.of(files.listStatus(folder));
    } catch (FileNotFoundException e) {
      return List.of();
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
