package io.gridproof.nn;

/** How a trial ended. */
public enum Status {
  FINISHED,
  /** The loss was no longer a finite number. */
  DIVERGED,
  /** It took longer than the study's limit. */
  TIMED_OUT,
  /** Training threw. */
  FAILED,
  /** Its process died at every attempt. */
  CRASHED;

  /**
   * Whether training it again would give the same bits. Only such trials count in a study's digest.
   */
  public boolean isDeterministic() {
    return this == FINISHED || this == DIVERGED;
  }
}
