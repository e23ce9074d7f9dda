package io.gridproof.results;

import io.gridproof.results.Faults.Operation;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Stands in for HDFS and for an object store, in a local folder, and fails where {@link Faults}
 * says.
 *
 * <p>As {@code hdfs:} it renames atomically and replaces a file only if told to. As {@code s3a:} an
 * object appears when its stream is closed, only if it is new where that is asked for, and rename
 * is a copy and a deletion; there is nothing to sync and nothing to append to.
 */
public final class FaultyFileSystem extends FileSystem {
  /** Hadoop wants one that URIs of this scheme have by default. */
  private static final int ANY_PORT = 8020;

  private static final Map<String, Faults> FAULTS = new ConcurrentHashMap<>();

  private final RawLocalFileSystem local = new RawLocalFileSystem();
  private URI uri;

  /** Settings under which both schemes lead here. */
  static Configuration configuration() {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.hdfs.impl", FaultyFileSystem.class, FileSystem.class);
    hadoop.setClass("fs.s3a.impl", FaultyFileSystem.class, FileSystem.class);
    hadoop.setClass("fs.AbstractFileSystem.hdfs.impl", Names.class, Object.class);
    return hadoop;
  }

  /** What happens to everything whose URI has this authority. */
  static Faults faults(String authority) {
    return FAULTS.computeIfAbsent(authority, any -> new Faults());
  }

  /** The same through Hadoop's other interface. */
  public static final class Names extends DelegateToFileSystem {
    public Names(URI uri, Configuration hadoop) throws Exception {
      super(uri, new FaultyFileSystem(), hadoop, uri.getScheme(), true);
    }

    @Override
    public void renameInternal(Path from, Path to) throws IOException {
      fsImpl().rename(from, to, Rename.NONE);
    }

    @Override
    public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
      fsImpl().rename(from, to, overwrite ? Rename.OVERWRITE : Rename.NONE);
    }

    private FaultyFileSystem fsImpl() {
      return (FaultyFileSystem) fsImpl;
    }
  }

  @Override
  public void initialize(URI name, Configuration hadoop) throws IOException {
    super.initialize(name, hadoop);
    setConf(hadoop);
    uri = URI.create(name.getScheme() + "://" + name.getAuthority());
    local.initialize(URI.create("file:///"), hadoop);
  }

  private boolean isObjectStore() {
    return uri.getScheme().equals("s3a");
  }

  private <T> T run(String what, Path path, Operation<T> operation) throws IOException {
    return faults(uri.getAuthority()).run(what + " of " + path, operation);
  }

  private static Path local(Path path) {
    return new Path("file", null, path.toUri().getPath());
  }

  private static java.nio.file.Path file(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  private FileStatus ours(FileStatus status) {
    status.setPath(makeQualified(new Path(status.getPath().toUri().getPath())));
    return status;
  }

  @Override
  protected int getDefaultPort() {
    return ANY_PORT;
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    return switch (capability) {
      case CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE -> isObjectStore();
      case CommonPathCapabilities.FS_APPEND -> false;
      default -> super.hasPathCapability(path, capability);
    };
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return run("open", path, () -> local.open(local(path), bufferSize));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return created(path, overwrite);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public FSDataOutputStreamBuilder createFile(Path path) {
    return new Builder(this, path).create();
  }

  private static final class Builder
      extends FSDataOutputStreamBuilder<FSDataOutputStream, Builder> {
    private final FaultyFileSystem files;

    Builder(FaultyFileSystem files, Path path) {
      super(files, path);
      this.files = files;
    }

    @Override
    public Builder getThisBuilder() {
      return this;
    }

    @Override
    public FSDataOutputStream build() throws IOException {
      boolean conditional =
          getOptions()
              .getBoolean(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, false);
      boolean overwrite = getFlags().contains(CreateFlag.OVERWRITE);
      return files.created(getPath(), overwrite || !conditional);
    }
  }

  private FSDataOutputStream created(Path path, boolean overwrite) throws IOException {
    // Both kinds of storage do without a folder that nobody made.
    Files.createDirectories(file(path).getParent());
    OutputStream out =
        isObjectStore()
            ? new ObjectStream(path, overwrite)
            : run("creation", path, () -> new FileStream(path, overwrite));
    return new FSDataOutputStream(out, null);
  }

  /** Bytes are there when they are synced; a write that fails leaves half of them. */
  private final class FileStream extends OutputStream implements Syncable, StreamCapabilities {
    private final Path path;
    private final OutputStream out;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();

    FileStream(Path path, boolean overwrite) throws IOException {
      this.path = path;
      this.out =
          overwrite
              ? Files.newOutputStream(file(path))
              : Files.newOutputStream(file(path), StandardOpenOption.CREATE_NEW);
    }

    @Override
    public void write(int b) {
      buffer.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
      buffer.write(bytes, offset, count);
    }

    @Override
    public void hflush() throws IOException {
      hsync();
    }

    @Override
    public void hsync() throws IOException {
      byte[] bytes = buffer.toByteArray();
      buffer.reset();
      int half = bytes.length / 2;
      out.write(bytes, 0, half);
      run(
          "writing",
          path,
          () -> {
            out.write(bytes, half, bytes.length - half);
            return path;
          });
      run("syncing", path, () -> path);
    }

    @Override
    public boolean hasCapability(String capability) {
      return false;
    }

    @Override
    public void close() throws IOException {
      out.close();
      run("closing", path, () -> path);
    }
  }

  /** Nothing is there before it is closed. */
  private final class ObjectStream extends OutputStream implements Abortable {
    private final Path path;
    private final boolean overwrite;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean over;

    ObjectStream(Path path, boolean overwrite) {
      this.path = path;
      this.overwrite = overwrite;
    }

    @Override
    public void write(int b) {
      bytes.write(b);
    }

    @Override
    public void write(byte[] part, int offset, int count) {
      bytes.write(part, offset, count);
    }

    @Override
    public AbortableResult abort() {
      over = true;
      return new AbortableResult() {
        @Override
        public boolean alreadyClosed() {
          return false;
        }

        @Override
        public IOException anyCleanupException() {
          return null;
        }
      };
    }

    @Override
    public void close() throws IOException {
      if (!over) {
        over = true;
        run("putting", path, this::put);
      }
    }

    private Path put() throws IOException {
      java.nio.file.Path whole = Files.createTempFile("object", null);
      Files.write(whole, bytes.toByteArray());
      try {
        if (overwrite) {
          Files.move(whole, file(path), StandardCopyOption.REPLACE_EXISTING);
        } else {
          Files.createLink(file(path), whole);
        }
      } finally {
        Files.deleteIfExists(whole);
      }
      return path;
    }
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException("append");
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    rename(from, to, Rename.NONE);
    return true;
  }

  // Deprecated for its default, which is not atomic.
  @Override
  @SuppressWarnings("deprecation")
  public void rename(Path from, Path to, Rename... options) throws IOException {
    if (isObjectStore()) {
      run("copying", to, () -> Files.copy(file(from), file(to)));
      run("deleting", from, () -> Files.deleteIfExists(file(from)));
    } else {
      run("renaming", from, () -> renamed(from, to, Arrays.asList(options)));
    }
  }

  private static Path renamed(Path from, Path to, java.util.List<Rename> options)
      throws IOException {
    if (!Files.exists(file(from))) {
      throw new FileNotFoundException(from.toString());
    }
    if (options.contains(Rename.OVERWRITE)) {
      Files.move(file(from), file(to), StandardCopyOption.REPLACE_EXISTING);
    } else {
      try {
        Files.createLink(file(to), file(from));
      } catch (java.nio.file.FileAlreadyExistsException e) {
        throw new FileAlreadyExistsException(to.toString());
      }
      Files.delete(file(from));
    }
    return to;
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return run("deletion", path, () -> local.delete(local(path), recursive));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    FileStatus[] entries =
        run(
            "listing",
            path,
            () ->
                Arrays.stream(local.listStatus(local(path)))
                    .map(this::ours)
                    .toArray(FileStatus[]::new));
    faults(uri.getAuthority()).listed(entries.length);
    return entries;
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    return run("making", path, () -> Files.isDirectory(Files.createDirectories(file(path))));
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return run("status", path, () -> ours(local.getFileStatus(local(path))));
  }

  @Override
  public void setWorkingDirectory(Path path) {
    throw new UnsupportedOperationException("working directory");
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path("/");
  }
}
