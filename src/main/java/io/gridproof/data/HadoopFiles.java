package io.gridproof.data;

import io.gridproof.nn.Sha256;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Files wherever Spark can read them, decompressed if their name ends in {@code .gz} or {@code
 * .bz2}.
 */
final class HadoopFiles {
  private static final int BUFFER = 1 << 16;

  private HadoopFiles() {}

  static boolean gzipped(Path file) {
    return file.getName().endsWith(".gz");
  }

  private static boolean bzipped(Path file) {
    return file.getName().endsWith(".bz2");
  }

  static boolean isCompressed(Path file) {
    return gzipped(file) || bzipped(file);
  }

  /** Whether a qualified path is one of the host's own disk. */
  static boolean isLocal(Path file) {
    return "file".equals(file.toUri().getScheme());
  }

  /** How messages name a file: local ones by path alone, others with their file system. */
  static String name(Path file) {
    return isLocal(file) ? file.toUri().getPath() : file.toString();
  }

  static Path qualified(String path, Configuration conf) throws IOException {
    Path given = new Path(path);
    return given.getFileSystem(conf).makeQualified(given);
  }

  /** Refuses a path, which may be a pattern, where nothing is. */
  static void requireExisting(String path, Configuration conf) {
    try {
      Path pattern = qualified(path, conf);
      FileStatus[] found = pattern.getFileSystem(conf).globStatus(pattern);
      if (found == null || found.length == 0) {
        throw Refusal.of("path exists", "nothing", name(pattern));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of a table, in the order of their names. */
  static List<Path> of(Dataset<Row> table) {
    return Stream.of(table.inputFiles()).sorted().map(HadoopFiles::ofUri).toList();
  }

  /** A path as Spark gives it in results: with the escapes of a URI. */
  static Path ofUri(String uri) {
    return new Path(URI.create(uri));
  }

  static InputStream open(Path file, Configuration conf) throws IOException {
    InputStream stored = file.getFileSystem(conf).open(file);
    if (!isCompressed(file)) {
      return stored;
    }
    try {
      InputStream buffered = new BufferedInputStream(stored, BUFFER);
      return gzipped(file) ? new GZIPInputStream(buffered, BUFFER) : new Bzip2Stream(buffered);
    } catch (IOException e) {
      stored.close();
      throw e;
    }
  }

  /** The SHA-256 of a file's content, after decompression. */
  static String sha256(Path file, Configuration conf) throws IOException {
    MessageDigest digest = Sha256.create();
    try (InputStream in = new DigestInputStream(open(file, conf), digest)) {
      drain(in);
    } catch (ZipException | EOFException e) {
      throw broken(file, e);
    }
    return Sha256.hex(digest);
  }

  /** Reads to the end and returns the number of bytes. */
  static long drain(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      bytes += n;
    }
    return bytes;
  }

  static RuntimeException broken(Path file, IOException failure) {
    String rule = "file is whole " + (gzipped(file) ? "gzip" : "bzip2");
    return Refusal.of(rule, failure.getMessage(), name(file));
  }
}
