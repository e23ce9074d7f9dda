package io.gridproof.results;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;

/**
 * On HDFS: the name node gives the name in one transaction. {@link FileContext} can say whether it
 * may replace a file, which {@link FileSystem} cannot.
 */
record RenamePublication(FileSystem files, FileContext names) implements Publication {

  @Override
  public boolean create(Path file, Path temporary, Content content) throws IOException {
    Written written = write(temporary, content);
    try {
      names.rename(temporary, file);
      return true;
    } catch (IOException e) {
      // The name may be taken, or ours with the answer lost; whatever it was, look.
      if (!files.exists(file)) {
        throw e;
      }
    }
    files.delete(temporary, false);
    try (InputStream in = files.open(file)) {
      return Written.read(in).equals(written);
    }
  }

  @Override
  public void replace(Path file, Path temporary, Content content) throws IOException {
    write(temporary, content);
    names.rename(temporary, file, Rename.OVERWRITE);
  }

  private Written write(Path file, Content content) throws IOException {
    Written written;
    try (FSDataOutputStream out = files.create(file, true)) {
      written = Written.write(content, out);
      out.hsync();
    }
    long length = files.getFileStatus(file).getLen();
    if (length != written.length()) {
      throw new IOException(
          "%d bytes were written, but %s has %d".formatted(written.length(), file, length));
    }
    return written;
  }
}
