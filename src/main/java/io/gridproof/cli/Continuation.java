package io.gridproof.cli;

/** Says how to continue a study. */
final class Continuation {
  /** Where submit.sh leaves the words that it was started with, quoted for a shell. */
  private static final String COMMAND = "GRIDPROOF_COMMAND";

  /** Settings that Spark takes for secrets too, and their values. */
  private static final String SECRETS =
      "(?i)(\\S*(?:secret|password|token|access\\.?key)\\S*?=)(?:\\\\.|\\S)+";

  private Continuation() {}

  static String text() {
    return text(System.getenv(COMMAND));
  }

  /**
   * @param command null if the program was not started through submit.sh
   */
  static String text(String command) {
    return command == null
        ? "run the same command again to continue"
        : "continue with  " + command.strip().replaceAll(SECRETS, "$1...");
  }
}
