package io.gridproof.cli;

import io.gridproof.study.InputException;
import io.gridproof.study.Study;
import io.gridproof.study.StudyReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * Reads a study: a file of this host, or, if the path names a file system, one that any host can
 * read. A cluster may start the driver on a host that has no file of the user's.
 */
final class StudyFile {
  private static final Pattern WITH_FILE_SYSTEM = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

  private StudyFile() {}

  /**
   * @param settings key=value, each as if the file said so
   * @throws InputException if there is no valid study
   */
  static Study read(String file, List<String> settings) {
    return WITH_FILE_SYSTEM.matcher(file).matches()
        ? stored(file, settings)
        : StudyReader.read(java.nio.file.Path.of(file), settings);
  }

  private static Study stored(String file, List<String> settings) {
    try {
      Path path = new Path(file);
      // There is no session yet: what is no study needs none.
      FileSystem files =
          path.getFileSystem(SparkHadoopUtil.get().newConfiguration(new SparkConf()));
      if (files.getFileStatus(path).isDirectory()) {
        throw new InputException("a study is a file, but " + file + " is a directory");
      }
      try (InputStream in = files.open(path)) {
        return StudyReader.read(in, file, settings);
      }
    } catch (FileNotFoundException e) {
      throw new InputException("there is no file " + file, e);
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
