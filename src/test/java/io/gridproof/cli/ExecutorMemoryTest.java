package io.gridproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.nn.Configuration;
import io.gridproof.nn.ImageSet;
import io.gridproof.nn.Splits;
import io.gridproof.study.Grid;
import io.gridproof.study.StudyReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExecutorMemoryTest {
  private static final Splits IMAGES = new Splits(images(100_000), images(0), images(10_000), "");

  private static ImageSet images(int count) {
    return new ImageSet(28, 28, new byte[count * 28 * 28], new byte[count]);
  }

  private static List<Configuration> configurations(String batches) {
    String text =
        """
        name: memory
        dataset: {source: mnist}
        parameters:
          hidden: {values: [[10], [1000]]}
          learning_rate: {value: 0.1}
          batch_size: {values: [%s]}
          steps: {value: 1}
        """
            .formatted(batches);
    return Grid.of(StudyReader.parse(text, "memory.yaml", List.of()), where -> point -> true)
        .configurations();
  }

  /** 300 MiB + 1.5 * (2 * 82 MiB of pixels + 2.3 * 7 MiB of test images). */
  @Test
  void miniBatchesNeedTheImagesTwice() {
    assertThat(ExecutorMemory.of(IMAGES, configurations("128")).toString()).startsWith("573 MiB ");
  }

  /** 258 MiB more: 1.5 * 2.3 * 75 MiB of training images. */
  @Test
  void fullBatchesNeedTheTrainingImagesInStripsAsWell() {
    assertThat(ExecutorMemory.of(IMAGES, configurations("128, full")).toString())
        .startsWith("831 MiB ");
  }

  /** 1.5 * (28 bytes for each of 795,010 weights, and some for 128 samples). */
  @Test
  void theLargestNetworkIsCounted() {
    assertThat(ExecutorMemory.of(IMAGES, configurations("128")).toString())
        .endsWith(" and 40 MiB for each core");
  }
}
