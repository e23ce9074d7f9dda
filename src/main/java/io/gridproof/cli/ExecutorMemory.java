package io.gridproof.cli;

import io.gridproof.nn.Configuration;
import io.gridproof.nn.Splits;
import io.gridproof.nn.TrainingMemory;
import java.util.List;

/**
 * The heap that an executor needs, in bytes: enough for images that do not compress, and for a
 * collector that gives two thirds of the heap to what lives long.
 *
 * @param shared by all trials of the executor
 * @param perTrial more for each trial that it trains at a time
 */
record ExecutorMemory(long shared, long perTrial) {
  /** Spark's own. */
  private static final long RESERVED = 300L << 20;

  /** A broadcast is there as the blocks that other executors fetch, and as the object. */
  private static final int BROADCAST_COPIES = 2;

  private static final double HEAP_PER_LONG_LIVED = 1.5;

  static ExecutorMemory of(Splits images, List<Configuration> configurations) {
    long pixels =
        (long) images.train().pixels().length
            + images.validation().pixels().length
            + images.test().pixels().length;
    long shared = BROADCAST_COPIES * pixels + TrainingMemory.ofPanels(images, configurations);
    long trial =
        configurations.stream()
            .mapToLong(each -> TrainingMemory.ofTrial(each, images.train()))
            .max()
            .orElse(0);
    return new ExecutorMemory(
        RESERVED + (long) (HEAP_PER_LONG_LIVED * shared), (long) (HEAP_PER_LONG_LIVED * trial));
  }

  /** In whole MiB, for example {@code 655 MiB and 3 MiB for each core}. */
  @Override
  public String toString() {
    return "%d MiB and %d MiB for each core".formatted(mebibytes(shared), mebibytes(perTrial));
  }

  private static long mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }
}
