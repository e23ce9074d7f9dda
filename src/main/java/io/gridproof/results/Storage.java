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
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The files of a result directory; what fails is repeated as long as {@link StorageTimeouts} allow.
 */
record Storage(FileSystem files, StorageTimeouts timeouts) {

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

  /** All of a small file; empty if there is none. */
  Optional<byte[]> read(Path file) throws IOException {
    return timeouts.repeat("read " + file, () -> bytes(file));
  }

  private Optional<byte[]> bytes(Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return Optional.of(in.readAllBytes());
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
      Files.createDirectories(local.pathToFile(folder).toPath());
    } else if (!files.mkdirs(folder)) {
      throw new IOException("the folder was not made");
    }
    return true;
  }

  /** Deletes a file, if it is there. */
  void delete(Path file) throws IOException {
    timeouts.repeat("delete " + file, () -> files.delete(file, false));
  }
}
