package io.gridproof.results;

import java.io.IOException;

/**
 * The storage failed for longer than a run waits, or belongs to another run. The message is one
 * line; what was committed stays readable, and running again continues. The program ends with
 * status 3.
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
