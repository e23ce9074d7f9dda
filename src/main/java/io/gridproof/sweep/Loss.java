package io.gridproof.sweep;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * That an executor was lost while a trial ran there, read from Spark's message: there is no typed
 * way to learn it with the failure of the job.
 *
 * @param reason in the cluster manager's words
 */
record Loss(String executorId, String host, String reason) {
  private static final Pattern LOST =
      Pattern.compile(
          "Lost task \\S+ in stage \\S+ \\(TID \\d+\\) \\((\\S+) executor (\\S+)\\):"
              + " ExecutorLostFailure \\([^)]*\\)(?: Reason: (.*))?");

  private static final Pattern EXIT = Pattern.compile("(?:code|status):? (\\d+)");

  /** The exit status of a process that a signal ended is this and the signal's number. */
  private static final int SIGNALLED = 128;

  private static final int SIGKILL = 9;

  /** The last one that a message tells of; empty if the job failed for another reason. */
  static Optional<Loss> last(String message) {
    Matcher lost = LOST.matcher(message);
    Optional<Loss> last = Optional.empty();
    while (lost.find()) {
      String reason = lost.group(3) == null ? "no reason is known" : lost.group(3);
      last = Optional.of(new Loss(lost.group(2), lost.group(1), reason));
    }
    return last;
  }

  @Override
  public String toString() {
    return "executor " + executorId + " on " + host + ": " + reason + signal();
  }

  private String signal() {
    Matcher exit = EXIT.matcher(reason);
    int status = exit.find() ? Integer.parseInt(exit.group(1)) : 0;
    if (status <= SIGNALLED) {
      return "";
    }
    return status == SIGNALLED + SIGKILL
        ? " (signal 9, which the system sends when memory runs out)"
        : " (signal " + (status - SIGNALLED) + ")";
  }
}
