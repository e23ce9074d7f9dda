package io.gridproof.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * An IDX file whose header and length have been checked, so that tasks that read it cannot find it
 * short.
 *
 * @param uri with its file system
 */
record IdxFile(String uri, IdxHeader header) implements Serializable {

  /**
   * Finds and checks a file that may be stored plain or gzipped; plain wins. Some programs unpack
   * it as {@code train-images.idx3-ubyte}, which is taken where the name itself is not there.
   *
   * @param name as MNIST has it, without {@code .gz}
   */
  static IdxFile find(Path directory, String name, int rank, Configuration conf) {
    try {
      FileSystem files = directory.getFileSystem(conf);
      String dotted = name.replace("-idx", ".idx");
      for (String stored : List.of(name, name + ".gz", dotted, dotted + ".gz")) {
        Path file = new Path(directory, stored);
        if (files.exists(file)) {
          return check(file, rank, conf);
        }
      }
      throw Refusal.of(
          name + " or " + dotted + " exists, plain or as .gz",
          files.exists(directory) ? "neither" : "no folder",
          HadoopFiles.name(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static IdxFile check(Path file, int rank, Configuration conf) throws IOException {
    try (InputStream in = HadoopFiles.open(file, conf)) {
      IdxHeader header = IdxHeader.read(in, rank, HadoopFiles.name(file));
      long rule = header.offset(header.items());
      long found =
          HadoopFiles.isCompressed(file)
              ? decompressedBytes(in, header)
              : file.getFileSystem(conf).getFileStatus(file).getLen();
      if (found != rule) {
        // A compressed file is not followed beyond its header's size, however far it would expand.
        boolean cut = HadoopFiles.isCompressed(file) && found > rule;
        throw Refusal.of("bytes = " + rule, cut ? "more" : found, HadoopFiles.name(file));
      }
      return new IdxFile(file.toString(), header);
    } catch (ZipException | EOFException e) {
      throw HadoopFiles.broken(file, e);
    }
  }

  private static long decompressedBytes(InputStream in, IdxHeader header) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long bytes = header.offset(0);
    for (int n = 0; n >= 0 && bytes <= header.offset(header.items()); n = in.read(buffer)) {
      bytes += n;
    }
    return bytes;
  }

  Path path() {
    return new Path(uri);
  }

  /** Opens the file where an item begins. */
  InputStream openAt(int item, Configuration conf) throws IOException {
    InputStream in = HadoopFiles.open(path(), conf);
    if (in instanceof FSDataInputStream seekable) {
      seekable.seek(header.offset(item));
    } else {
      in.skipNBytes(header.offset(item));
    }
    return in;
  }
}
