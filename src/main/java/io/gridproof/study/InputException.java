package io.gridproof.study;

/**
 * The user's specification, data or arguments cannot be used. The message is one line that says
 * where, what was found and what is allowed; the program ends with status 2.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(message);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
