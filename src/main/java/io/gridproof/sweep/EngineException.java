package io.gridproof.sweep;

/**
 * The cluster does not work, or works no more. The message is one line that says what to look at;
 * the program ends with status 3, and what was committed stays.
 */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineException(String message) {
    super(message);
  }

  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
