package io.gridproof.kills;

import java.io.PrintStream;

/** What must hold; says at once what does not. */
final class Checks {
  private final PrintStream out;
  private int failures;

  Checks(PrintStream out) {
    this.out = out;
  }

  synchronized void that(boolean holds, String otherwise, Object... values) {
    if (!holds) {
      failures++;
      out.println("  FAILED  " + otherwise.formatted(values));
    }
  }

  synchronized int failures() {
    return failures;
  }
}
