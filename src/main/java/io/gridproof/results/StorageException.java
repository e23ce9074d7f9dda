package io.gridproof.results;

import java.io.IOException;

/**
 * The storage failed for longer than a run waits, belongs to another run, or holds what does not
 * belong there. The message is one line that says what to do; what was committed stays readable.
 * The program ends with status 3.
 */
public final class StorageException extends IOException {
  private static final long serialVersionUID = 1L;

  StorageException(String message) {
    super(message);
  }

  StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
