package io.gridproof.results;

/** How a trial ended. */
public enum Status {
  FINISHED,
  /** Training threw. */
  FAILED,
  /** The loss was no longer a finite number. */
  DIVERGED,
  /** It took longer than the study's limit. */
  TIMED_OUT,
  /** Its executor died with it, as often as Spark tries. */
  CRASHED;

  /** Whether training it again would give the same bits: these count in a study's digest. */
  boolean isDeterministic() {
    return this == FINISHED || this == DIVERGED;
  }
}
