package io.gridproof.study;

import io.gridproof.kernel.Philox;
import io.gridproof.nn.Seeds;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * How often each configuration is trained, and what changes from one time to the next. The same
 * replicate number means the same random streams in every configuration, so that configurations are
 * compared in pairs.
 *
 * @param seed what all seeds of the study derive from
 * @param vary what changes from replicate to replicate; the rest stays as in replicate 0
 */
public record Replicates(int count, long seed, Set<Purpose> vary) {

  /** The uses of randomness in a trial. */
  public enum Purpose {
    INIT(0),
    SHUFFLE(1),
    DROPOUT(2);

    private final int stream;

    Purpose(int stream) {
      this.stream = stream;
    }
  }

  public Replicates {
    vary = Collections.unmodifiableSet(EnumSet.copyOf(vary));
  }

  /**
   * @param replicate 0 for the first
   */
  public Seeds seeds(int replicate) {
    return new Seeds(
        seed(Purpose.INIT, replicate),
        seed(Purpose.SHUFFLE, replicate),
        seed(Purpose.DROPOUT, replicate));
  }

  private long seed(Purpose purpose, int replicate) {
    return Philox.seed(seed, purpose.stream, vary.contains(purpose) ? replicate : 0);
  }
}
