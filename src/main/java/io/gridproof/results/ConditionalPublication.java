package io.gridproof.results;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;

/**
 * On object stores: an object appears with its name and all its bytes when it is closed, if the
 * store finds none of that name. There is no temporary name, as renaming copies.
 */
record ConditionalPublication(FileSystem files) implements Publication {

  @Override
  public boolean create(Path file, Path temporary, Content content) throws IOException {
    FSDataOutputStreamBuilder<?, ?> absent = files.createFile(file);
    absent.overwrite(false);
    absent.must(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
    try {
      write(absent.build(), content);
      return true;
    } catch (IOException e) {
      // The name may be taken, or ours with the answer lost; whatever it was, look.
      if (!files.exists(file)) {
        throw e;
      }
    }
    Written ours = Written.write(content, OutputStream.nullOutputStream());
    try (InputStream in = files.open(file)) {
      return Written.read(in).equals(ours);
    }
  }

  @Override
  public void replace(Path file, Path temporary, Content content) throws IOException {
    write(files.create(file, true), content);
  }

  /** Closing publishes, so that a stream which did not take all the content must be aborted. */
  private static void write(FSDataOutputStream out, Content content) throws IOException {
    try {
      content.writeTo(out);
    } catch (IOException | RuntimeException e) {
      out.abort();
      throw e;
    }
    out.close();
  }
}
