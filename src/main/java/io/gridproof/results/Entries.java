package io.gridproof.results;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The entries of a folder one after the other, so that who has seen enough can stop. Hadoop would
 * read a local folder whole, and look at every file in it: 15 s for a million.
 */
sealed interface Entries extends AutoCloseable {

  /** No entries, if there is no folder. */
  static Entries of(FileSystem files, Path folder) throws IOException {
    return files instanceof RawLocalFileSystem local
        ? Local.of(local, folder)
        : Remote.of(files, folder);
  }

  /** Empty after the last. */
  Optional<Path> next() throws IOException;

  /** Of the entry that {@link #next} gave; empty if it is gone or leads nowhere. */
  Optional<FileStatus> status() throws IOException;

  @Override
  void close() throws IOException;

  /** Names come from the folder; a file is looked at only if somebody asks. */
  final class Local implements Entries {
    private final RawLocalFileSystem files;
    private final Closeable folder;
    private final Iterator<Path> paths;
    private Path current;

    private Local(RawLocalFileSystem files, Closeable folder, Iterator<Path> paths) {
      this.files = files;
      this.folder = folder;
      this.paths = paths;
    }

    private static Local of(RawLocalFileSystem files, Path folder) throws IOException {
      java.nio.file.Path local = files.pathToFile(folder).toPath();
      if (!Files.isDirectory(local)) {
        // As Hadoop has it: what is no folder is its own only entry.
        List<Path> itself = Files.exists(local) ? List.of(folder) : List.of();
        return new Local(files, () -> {}, itself.iterator());
      }
      DirectoryStream<java.nio.file.Path> stream = Files.newDirectoryStream(local);
      Iterator<java.nio.file.Path> names = stream.iterator();
      return new Local(files, stream, new Children(files.makeQualified(folder), names));
    }

    private record Children(Path folder, Iterator<java.nio.file.Path> names)
        implements Iterator<Path> {
      @Override
      public boolean hasNext() {
        return names.hasNext();
      }

      @Override
      public Path next() {
        // A name may have a colon, after which a Path would look for an authority.
        return new Path(folder, new Path(null, null, names.next().getFileName().toString()));
      }
    }

    @Override
    public Optional<Path> next() throws IOException {
      try {
        current = paths.hasNext() ? paths.next() : null;
        return Optional.ofNullable(current);
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }

    @Override
    public Optional<FileStatus> status() throws IOException {
      try {
        return Optional.of(files.getFileStatus(current));
      } catch (FileNotFoundException e) {
        return Optional.empty();
      }
    }

    @Override
    public void close() throws IOException {
      folder.close();
    }
  }

  /** The answer to a listing has all that there is to know. */
  final class Remote implements Entries {
    private final Optional<RemoteIterator<FileStatus>> listing;
    private FileStatus current;

    private Remote(Optional<RemoteIterator<FileStatus>> listing) {
      this.listing = listing;
    }

    private static Remote of(FileSystem files, Path folder) throws IOException {
      try {
        return new Remote(Optional.of(files.listStatusIterator(folder)));
      } catch (FileNotFoundException e) {
        return new Remote(Optional.empty());
      }
    }

    @Override
    public Optional<Path> next() throws IOException {
      try {
        if (listing.isEmpty() || !listing.get().hasNext()) {
          return Optional.empty();
        }
        current = listing.get().next();
        return Optional.of(current.getPath());
      } catch (FileNotFoundException e) {
        // Some stores notice only now that there is no folder.
        return Optional.empty();
      }
    }

    @Override
    public Optional<FileStatus> status() {
      return Optional.of(current);
    }

    @Override
    public void close() {
      // Hadoop's iterators hold nothing open.
    }
  }
}
