package io.gridproof.results;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * On local disks and what is mounted like one. Hadoop's own creation there looks and then opens,
 * and its rename overwrites, so this goes to the operating system: a hard link never overwrites. It
 * syncs the file before it has its name, and then the folder.
 */
record LocalPublication(RawLocalFileSystem files, Naming naming) implements Publication {

  /** Gives a temporary file a name that is free. */
  @FunctionalInterface
  interface Naming {
    /**
     * @throws FileAlreadyExistsException if the name is not free
     */
    void name(java.nio.file.Path temporary, java.nio.file.Path file) throws IOException;
  }

  private static final Object LOCK = new Object();

  /** What systems say of disks that have no links. */
  private static final Set<String> NO_LINKS =
      Set.of("Operation not permitted", "Operation not supported", "Function not implemented");

  /** Tries whether there are links, which FAT and some network mounts do not have. */
  static LocalPublication in(RawLocalFileSystem files, Path directory) throws IOException {
    java.nio.file.Path folder = files.pathToFile(directory).toPath();
    java.nio.file.Path probe = Files.createTempFile(folder, ".probe", ".tmp");
    java.nio.file.Path link = probe.resolveSibling(probe.getFileName() + ".link.tmp");
    try {
      Files.createLink(link, probe);
      return new LocalPublication(files, LocalPublication::link);
    } catch (FileSystemException | UnsupportedOperationException e) {
      if (!lacksLinks(e)) {
        throw e;
      }
      return new LocalPublication(files, LocalPublication::renameUnderLock);
    } finally {
      Files.deleteIfExists(link);
      Files.delete(probe);
    }
  }

  /** All drivers must come to the same answer, so what may pass is none. */
  private static boolean lacksLinks(Exception e) {
    return e instanceof UnsupportedOperationException
        || e instanceof FileSystemException failure
            && NO_LINKS.contains(String.valueOf(failure.getReason()));
  }

  private static void link(java.nio.file.Path temporary, java.nio.file.Path file)
      throws IOException {
    Files.createLink(file, temporary);
  }

  /** For disks without links: whoever holds the folder's lock looks, and then renames. */
  static void renameUnderLock(java.nio.file.Path temporary, java.nio.file.Path file)
      throws IOException {
    synchronized (LOCK) {
      try (FileChannel channel =
              FileChannel.open(
                  file.resolveSibling(".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (Files.exists(file)) {
          throw new FileAlreadyExistsException(file.toString());
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        assert lock.isValid();
      }
    }
  }

  @Override
  public boolean create(Path file, Path temporary, Content content) throws IOException {
    java.nio.file.Path named = local(file);
    java.nio.file.Path unnamed = local(temporary);
    Written written = write(unnamed, content);
    boolean ours = true;
    try {
      naming.name(unnamed, named);
    } catch (FileAlreadyExistsException e) {
      try (InputStream in = Files.newInputStream(named)) {
        ours = Written.read(in).equals(written);
      }
    }
    Files.deleteIfExists(unnamed);
    sync(named.getParent());
    return ours;
  }

  @Override
  public void replace(Path file, Path temporary, Content content) throws IOException {
    write(local(temporary), content);
    Files.move(
        local(temporary),
        local(file),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    sync(local(file).getParent());
  }

  private java.nio.file.Path local(Path path) {
    return files.pathToFile(path).toPath();
  }

  private static Written write(java.nio.file.Path file, Content content) throws IOException {
    Written written;
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
      written = Written.write(content, out);
      channel.force(true);
    }
    if (Files.size(file) != written.length()) {
      throw new IOException(
          "%d bytes were written, but %s has %d"
              .formatted(written.length(), file, Files.size(file)));
    }
    return written;
  }

  /** A name is on the disk when its folder is. */
  private static void sync(java.nio.file.Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
