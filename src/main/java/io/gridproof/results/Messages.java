package io.gridproof.results;

/** Spark's error messages, for people. */
public final class Messages {
  private Messages() {}

  /** What was wrong, without the plan and the error codes that Spark adds. */
  public static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage())
        .strip()
        .replaceFirst("(?s)\\R.*", "")
        .replaceFirst("^\\[[A-Z0-9_.]+\\] ", "")
        .replaceFirst("SQLSTATE: .*", "")
        .strip();
  }
}
