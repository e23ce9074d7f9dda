package io.gridproof.results;

import java.io.FileNotFoundException;
import java.util.Set;
import org.apache.spark.SparkThrowable;

/** Tells whether a query failed because a file went away. */
final class LostFile {
  private static final Set<String> CONDITIONS =
      Set.of("FAILED_READ_FILE.FILE_NOT_EXIST", "PATH_NOT_FOUND");

  private LostFile() {}

  static boolean isCauseOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FileNotFoundException
          || (cause instanceof SparkThrowable error && CONDITIONS.contains(error.getCondition()))) {
        return true;
      }
    }
    return false;
  }
}
