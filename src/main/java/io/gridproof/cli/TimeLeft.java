package io.gridproof.cli;

import java.time.Duration;
import java.util.Optional;

/** Guesses how long a run still takes, from the operations of the trials that have ended. */
final class TimeLeft {
  private final double flops;
  private final int cores;
  private double done;
  private int ended;

  /**
   * @param flops floating-point operations of all trials of the run
   * @param cores how many trials are trained at a time
   */
  TimeLeft(double flops, int cores) {
    this.flops = flops;
    this.cores = cores;
  }

  /** To be told of the operations of every trial that has ended. */
  void ended(double flopsOfTrial) {
    ended++;
    done += flopsOfTrial;
  }

  /**
   * Empty as long as a guess is worth little: what trials in flight have done is unknown, and must
   * be less than what has ended; and empty when nothing is left.
   */
  Optional<Duration> after(Duration elapsed) {
    if (ended < 2 * cores || done >= flops) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos((long) (elapsed.toNanos() * (flops - done) / done)));
  }
}
