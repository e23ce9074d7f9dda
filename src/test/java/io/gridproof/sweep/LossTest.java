package io.gridproof.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as Spark 4.2 writes them. */
class LossTest {
  private static final String MESSAGE =
      "Job aborted due to stage failure: Task 0 in stage 7.0 failed 2 times, most recent failure:"
          + " Lost task 0.1 in stage 7.0 (TID 12) (10.1.2.3 executor 4): ExecutorLostFailure"
          + " (executor 4 exited caused by one of the running tasks) Reason: %s\n"
          + "Driver stacktrace:\n\tat org.apache.spark";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Command exited with code 7 |",
        "Command exited with code 137 | (signal 9, which the system sends when memory runs out)",
        "Command exited with code 134 | (signal 6)",
        "Container marked as failed. Exit status: 143. Diagnostics: killed | (signal 15)",
        "Remote RPC client disassociated. |",
      })
  void theReasonIsFoundAndSignalsAreNamed(String reason, String signal) {
    assertThat(Loss.last(MESSAGE.formatted(reason)))
        .hasValueSatisfying(
            loss ->
                assertThat(loss)
                    .hasToString(
                        "executor 4 on 10.1.2.3: "
                            + reason
                            + (signal == null ? "" : " " + signal)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Job aborted due to stage failure: All masters are unresponsive! Giving up.",
        "Job aborted due to stage failure: Task 0 in stage 1.0 failed 2 times, most recent failure:"
            + " Lost task 0.1 in stage 1.0 (TID 3) (h executor 1): java.io.IOException: no\n",
        "null",
      })
  void otherFailuresAreNoLoss(String message) {
    assertThat(Loss.last(message)).isEmpty();
  }
}
