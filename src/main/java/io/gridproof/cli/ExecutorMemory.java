package io.gridproof.cli;

import io.gridproof.nn.Batch;
import io.gridproof.nn.Configuration;
import io.gridproof.nn.ImageSet;
import io.gridproof.nn.Splits;
import java.util.List;
import java.util.stream.IntStream;

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

  /** Of pixels that products read over and over, at most, in both orders and with their places. */
  private static final double STRIPS = 2.3;

  private static final double HEAP_PER_LONG_LIVED = 1.5;

  /**
   * Weights, their gradient, copies scaled and transposed, an optimizer's means, and the result's.
   */
  private static final int COPIES_OF_WEIGHTS = 7;

  /**
   * Matrices of a layer for the samples that a trial computes together: input, output, delta and
   * mask, and the transposes of a factor and a product, again for the last samples of an epoch.
   */
  private static final int MATRICES_OF_A_LAYER = 8;

  private static final int SAMPLES_TOGETHER = 128;

  static ExecutorMemory of(Splits images, List<Configuration> configurations) {
    boolean full = configurations.stream().anyMatch(c -> c.batch() instanceof Batch.Full);
    long train = images.train().pixels().length;
    long evaluated = (long) images.validation().pixels().length + images.test().pixels().length;
    double longLived =
        BROADCAST_COPIES * (double) (train + evaluated) + STRIPS * (evaluated + (full ? train : 0));
    long trial = configurations.stream().mapToLong(c -> trial(c, images.train())).max().orElse(0);
    return new ExecutorMemory(
        RESERVED + (long) (HEAP_PER_LONG_LIVED * longLived), (long) (HEAP_PER_LONG_LIVED * trial));
  }

  private static long trial(Configuration configuration, ImageSet train) {
    long[] sizes =
        IntStream.concat(
                IntStream.concat(
                    IntStream.of(train.pixelsPerImage()),
                    configuration.hidden().stream().mapToInt(Integer::intValue)),
                IntStream.of(ImageSet.CLASSES))
            .asLongStream()
            .toArray();
    long weights = 0;
    long activations = 0;
    for (int l = 1; l < sizes.length; l++) {
      weights += (sizes[l - 1] + 1) * sizes[l];
      activations += sizes[l];
    }
    long panels = (long) (STRIPS * SAMPLES_TOGETHER * sizes[0]) * 4;
    long orders = 2L * Integer.BYTES * train.count();
    return Float.BYTES
            * (COPIES_OF_WEIGHTS * weights + MATRICES_OF_A_LAYER * SAMPLES_TOGETHER * activations)
        + panels
        + orders;
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
