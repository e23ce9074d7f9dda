package io.gridproof.sweep;

import io.gridproof.nn.Status;
import io.gridproof.nn.TrainingResult;
import io.gridproof.results.Messages;
import io.gridproof.results.TrialReport;
import io.gridproof.results.TrialReport.Execution;
import io.gridproof.sweep.TaskWatch.Running;
import io.gridproof.sweep.TrialJobs.Ended;
import io.gridproof.sweep.TrialJobs.Ended.Answered;
import io.gridproof.sweep.TrialJobs.Ended.GivenUp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides what the end of a job means for its trial: a row, or another attempt.
 *
 * <p>Only what a trial does when it has the cluster to itself is held against it. Before that, an
 * executor may have been lost or short of memory because of another trial in it, or of nothing in
 * it at all; so such a trial is set aside, to be tried alone when all others are done.
 *
 * @param tries how often Spark tries a task before it gives the job up
 */
record Judge(int tries) {
  /** Jobs that a trial may have to itself. Whoever kills executors at random must not hit all. */
  private static final int JOBS_ALONE = 2;

  sealed interface Verdict {
    /** This is what came of the trial. */
    record Row(TrialReport report) implements Verdict {}

    /** Nothing can be said; the trial is to be tried again when all others are done. */
    record Later(Attempt next) implements Verdict {}

    /** The trial was not even begun. */
    record Refused(Attempt same, String executorId, String reason) implements Verdict {}
  }

  /**
   * @param overdue where and since when it ran that was cancelled because it took too long; empty
   *     if it was not
   * @throws EngineException if the failure is not the trial's
   */
  Verdict of(Ended ended, Optional<Running> overdue) {
    Attempt attempt = ended.attempt();
    if (ended instanceof Answered answered) {
      return answer(attempt, answered.answer());
    }
    GivenUp givenUp = (GivenUp) ended;
    return overdue
        .<Verdict>map(running -> new Verdict.Row(timedOut(attempt, running)))
        .orElseGet(() -> givenUp(givenUp));
  }

  private static Verdict answer(Attempt attempt, Answer answer) {
    if (answer instanceof Answer.Refused refused) {
      return new Verdict.Refused(attempt, refused.executorId(), refused.reason());
    }
    if (answer instanceof Answer.OutOfMemory failed) {
      return attempt.isAlone()
          ? new Verdict.Row(failed.report())
          : new Verdict.Later(attempt.next(1));
    }
    return new Verdict.Row(((Answer.Trained) answer).report());
  }

  private Verdict givenUp(GivenUp job) {
    Attempt attempt = job.attempt();
    Optional<Loss> loss = Loss.last(String.valueOf(job.failure().getMessage()));
    int mostAlone = loss.isPresent() ? JOBS_ALONE : 1;
    if (attempt.alone() < mostAlone) {
      return new Verdict.Later(attempt.next(tries));
    }
    return new Verdict.Row(crashed(job, loss.orElseThrow(() -> engineFailed(job.failure()))));
  }

  static EngineException engineFailed(Throwable failure) {
    return new EngineException(
        "the engine failed, run again to continue: " + Messages.firstLine(failure), failure);
  }

  private TrialReport crashed(GivenUp job, Loss loss) {
    Attempt attempt = job.attempt();
    int attempts = attempt.before() + tries;
    return new TrialReport(
        attempt.trial(),
        TrainingResult.none(
            Status.CRASHED,
            "its executor was lost in each of %d attempts, at last alone on the cluster: %s"
                .formatted(attempts, loss)),
        new Execution(
            job.startedAt(),
            Duration.between(job.startedAt(), Instant.now()).toMillis(),
            loss.host(),
            loss.executorId(),
            attempts - 1));
  }

  private static TrialReport timedOut(Attempt attempt, Running running) {
    return new TrialReport(
        attempt.trial(),
        TrainingResult.none(
            Status.TIMED_OUT,
            "did not look at the clock for %.0f s and was ended"
                .formatted(running.age().toMillis() / 1e3)),
        new Execution(
            running.startedAt(),
            running.age().toMillis(),
            running.host(),
            running.executorId(),
            attempt.before() + running.attempt()));
  }
}
