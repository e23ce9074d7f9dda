package io.gridproof.results;

import io.gridproof.study.InputException;
import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * How a file gets its name: at once, with all its bytes on the storage, and never in the place of
 * another file. Every kind of storage has one operation that can do this, and no two have the same.
 *
 * <p>An attempt may end with an exception though its file got the name, as an answer may be lost.
 * So both methods may be called again, and what counts is what is there.
 */
sealed interface Publication permits LocalPublication, RenamePublication, ConditionalPublication {

  /**
   * Gives content a name, if nothing else has it.
   *
   * @param temporary beside the file; readers ignore it, and it may be left behind
   * @return whether the file holds this content; false if it holds another
   */
  boolean create(Path file, Path temporary, Content content) throws IOException;

  /** Gives content a name; a file that has it is replaced, with no moment without one. */
  void replace(Path file, Path temporary, Content content) throws IOException;

  /** Where rename is atomic and overwrites nothing. */
  Set<String> RENAMING = Set.of("hdfs", "webhdfs", "swebhdfs", "viewfs");

  /**
   * @param directory need not exist
   * @throws InputException if its storage is capable of no exclusive creation
   */
  static void check(FileSystem files, Path directory) throws IOException {
    String scheme = files.getUri().getScheme();
    if (!(files instanceof RawLocalFileSystem)
        && !createsConditionally(files, directory)
        && !RENAMING.contains(scheme)) {
      throw new InputException(
          "`DIR is on local disks, HDFS or an object store with conditional creation` must hold,"
              + " but"
              + " got %s: on %s two runs could overwrite each other".formatted(directory, scheme));
    }
  }

  /**
   * What the storage of a directory that was {@link #check checked} is capable of.
   *
   * @param directory exists
   */
  static Publication of(FileSystem files, Path directory) throws IOException {
    if (files instanceof RawLocalFileSystem local) {
      return LocalPublication.in(local, directory);
    }
    if (createsConditionally(files, directory)) {
      return new ConditionalPublication(files);
    }
    return new RenamePublication(
        files, FileContext.getFileContext(files.getUri(), files.getConf()));
  }

  private static boolean createsConditionally(FileSystem files, Path directory) throws IOException {
    return files.hasPathCapability(
        directory, CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE);
  }
}
