package io.gridproof.results;

/**
 * One trial has two results that differ, which no correct machine gives. The message is one line
 * that names both; neither is replaced. The program ends with status 1.
 */
public final class DeterminismException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DeterminismException(String message) {
    super(message);
  }
}
