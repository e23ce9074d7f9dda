package io.gridproof.results;

import java.io.IOException;

/**
 * Results are not what a run wrote. The message is one line that names the file or the trial, what
 * is wrong, and what to do. Nothing that was read with them is believed; the program ends with
 * status 3.
 */
public final class DamageException extends IOException {
  private static final long serialVersionUID = 1L;

  DamageException(String where, String what) {
    super(message(where, what));
  }

  DamageException(String where, String what, Throwable cause) {
    super(message(where, what), cause);
  }

  private static String message(String where, String what) {
    return "damaged results: %s: %s; restore it from a copy, or move the directory away and run the study again"
        .formatted(where, what);
  }

  /** Whether this is why something failed. */
  static boolean isCauseOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DamageException) {
        return true;
      }
    }
    return false;
  }
}
