package io.gridproof.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridproof.nn.Status;
import io.gridproof.nn.TrainingResult;
import io.gridproof.results.TrialReport;
import io.gridproof.results.TrialReport.Execution;
import io.gridproof.study.Trial;
import io.gridproof.sweep.Judge.Verdict;
import io.gridproof.sweep.TaskWatch.Running;
import io.gridproof.sweep.TrialJobs.Ended;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final Trial TRIAL = new Trial("0123456789abcdef", "c", null, 0, null);
  private static final Attempt FIRST = Attempt.first(TRIAL);
  private static final SparkException LOST =
      new SparkException(
          "Lost task 0.1 in stage 1.0 (TID 2) (h executor 3): ExecutorLostFailure (executor 3"
              + " exited caused by one of the running tasks) Reason: Command exited with code 7");
  private static final SparkException OTHER = new SparkException("no space left on device");

  private final Judge judge = new Judge(2);

  private Verdict givenUp(Attempt attempt, Exception failure) {
    return judge.of(new Ended.GivenUp(attempt, Instant.now(), failure), Optional.empty());
  }

  private Verdict answered(Attempt attempt, Answer answer) {
    return judge.of(new Ended.Answered(attempt, answer), Optional.empty());
  }

  private static TrialReport report(Status status) {
    return new TrialReport(
        TRIAL, TrainingResult.none(status, null), new Execution(Instant.EPOCH, 1, "h", "3", 0));
  }

  private static TrialReport row(Verdict verdict) {
    return ((Verdict.Row) verdict).report();
  }

  @Test
  void onlyATrialThatIsAloneTwiceCanBeToBlameForItsExecutor() {
    Attempt alone = ((Verdict.Later) givenUp(FIRST, LOST)).next();
    assertThat(alone).isEqualTo(new Attempt(TRIAL, 2, 1));
    Attempt again = ((Verdict.Later) givenUp(alone, LOST)).next();
    assertThat(again).isEqualTo(new Attempt(TRIAL, 4, 2));
    TrialReport crashed = row(givenUp(again, LOST));
    assertThat(crashed.result().status()).isEqualTo(Status.CRASHED);
    assertThat(crashed.result().error())
        .isEqualTo(
            "its executor was lost in each of 6 attempts, at last alone on the cluster: executor 3"
                + " on h: Command exited with code 7");
    assertThat(crashed.execution().attempt()).isEqualTo(5);
    assertThat(crashed.execution().executorId()).isEqualTo("3");
  }

  @Test
  void whatIsNoTrialsFaultEndsTheRunAndGivesNoRow() {
    Attempt alone = ((Verdict.Later) givenUp(FIRST, OTHER)).next();
    assertThatThrownBy(() -> givenUp(alone, OTHER))
        .isInstanceOf(EngineException.class)
        .hasMessage("the engine failed, run again to continue: no space left on device");
  }

  @Test
  void onlyATrialThatIsAloneMayBeTooLarge() {
    Answer.OutOfMemory answer = new Answer.OutOfMemory(report(Status.FAILED));
    Attempt alone = ((Verdict.Later) answered(FIRST, answer)).next();
    assertThat(alone).isEqualTo(new Attempt(TRIAL, 1, 1));
    assertThat(row(answered(alone, answer))).isEqualTo(answer.report());
  }

  @Test
  void aRefusalIsNoAttempt() {
    assertThat(answered(FIRST, new Answer.Refused("3", "why")))
        .isEqualTo(new Verdict.Refused(FIRST, "3", "why"));
  }

  @Test
  void aTrialThatWasCancelledForItsTimeIsTimedOutUnlessItAnsweredAfterAll() {
    Optional<Running> overdue =
        Optional.of(new Running(TRIAL.trialId(), "3", "h", 1, Instant.EPOCH, System.nanoTime()));
    Attempt third = new Attempt(TRIAL, 2, 1);
    TrialReport late = row(judge.of(new Ended.GivenUp(third, Instant.EPOCH, OTHER), overdue));
    assertThat(late.result().status()).isEqualTo(Status.TIMED_OUT);
    assertThat(late.execution().attempt()).isEqualTo(3);
    TrialReport finished = report(Status.FINISHED);
    Verdict answer = judge.of(new Ended.Answered(third, new Answer.Trained(finished)), overdue);
    assertThat(row(answer)).isEqualTo(finished);
  }
}
