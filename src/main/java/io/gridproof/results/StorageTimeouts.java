package io.gridproof.results;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.security.AccessControlException;

/**
 * How long a driver waits for its storage, and for a sign of life of another driver.
 *
 * @param storage the longest that one operation is repeated
 * @param renewal between two signs of life of a driver
 * @param silence after so long without one, as the watcher's clock has it, a driver counts as dead
 */
record StorageTimeouts(Duration storage, Duration renewal, Duration silence, Waiting time) {
  static final StorageTimeouts USUAL =
      new StorageTimeouts(
          Duration.ofSeconds(60), Duration.ofSeconds(4), Duration.ofSeconds(24), Waiting.REAL);

  /** What systems say that has no exception of its own. */
  private static final List<String> FINAL = List.of("Read-only file system", "Not a directory");

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** One operation on storage, which may be repeated. */
  @FunctionalInterface
  interface Operation<T> {
    T run() throws IOException;
  }

  /**
   * Repeats an operation until it works.
   *
   * @param what completes "cannot ..."
   * @throws StorageException if it does not for too long
   * @throws IOException if repeating it is in vain
   */
  <T> T repeat(String what, Operation<T> operation) throws IOException {
    long start = time.nanoTime();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return operation.run();
      } catch (IOException e) {
        if (isFinal(e)) {
          throw e;
        }
        Duration waited = Duration.ofNanos(time.nanoTime() - start);
        if (waited.compareTo(storage) >= 0) {
          throw new StorageException(
              "cannot %s: %s (tried for %d s); what was committed stays readable, run again to continue"
                  .formatted(what, reason(e), waited.toSeconds()),
              e);
        }
      }
      sleep(pause);
      pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  void sleep(Duration pause) throws InterruptedIOException {
    try {
      time.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for storage");
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** Whether no time helps: rights and names, unlike full disks and lost connections. */
  private static boolean isFinal(IOException e) {
    return e instanceof StorageException
        || e instanceof DamageException
        || e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)
        || e instanceof AccessDeniedException
        || e instanceof AccessControlException
        || e instanceof FileAlreadyExistsException
        || e instanceof org.apache.hadoop.fs.FileAlreadyExistsException
        || e instanceof ParentNotDirectoryException
        || FINAL.stream().anyMatch(String.valueOf(e.getMessage())::contains);
  }

  /** What was wrong, without the file, which the message names anyway. */
  private static String reason(IOException e) {
    if (e instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    if (e instanceof NoSuchFileException) {
      return "its folder is gone";
    }
    if (e instanceof FileNotFoundException) {
      return "no such file " + e.getMessage();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : Messages.firstLine(e);
  }
}
