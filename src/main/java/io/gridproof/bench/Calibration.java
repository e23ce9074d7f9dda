package io.gridproof.bench;

import io.gridproof.nn.Batch;
import io.gridproof.nn.Budget;
import io.gridproof.nn.Configuration;
import io.gridproof.nn.ImageSet;
import io.gridproof.nn.Splits;
import io.gridproof.study.Cost;
import java.time.Duration;
import java.util.Random;

/** Measures how fast one core of this machine trains a configuration, on images of noise. */
public final class Calibration {
  private static final int IMAGES = 2048;
  private static final Duration TIME = Duration.ofSeconds(2);

  private Calibration() {}

  /** Floating-point operations a second, of those that the sizes of the products tell. */
  public static double flopsPerSecond(Configuration configuration, int height, int width)
      throws InterruptedException {
    ImageSet images = noise(height, width);
    Splits splits = new Splits(images, images, images, "");
    Batch batch =
        configuration.batch().size(IMAGES) < IMAGES ? configuration.batch() : new Batch.Full();
    Configuration endless =
        configuration.withBatch(batch).withBudget(new Budget.Steps(Budget.MOST));
    Configuration epoch = endless.withBudget(new Budget.Epochs(1));
    double flopsPerSample = Cost.flops(epoch, images.pixelsPerImage(), IMAGES) / IMAGES;
    return flopsPerSample * TrainingSpeed.samplesPerSecond(endless, splits, 1, TIME);
  }

  /** Ink in the middle of each image, as in pictures of digits; the rest need not be computed. */
  private static ImageSet noise(int height, int width) {
    byte[] pixels = new byte[IMAGES * height * width];
    byte[] labels = new byte[IMAGES];
    Random random = new Random(1);
    for (int i = 0; i < pixels.length; i++) {
      int row = i / width % height;
      int column = i % width;
      boolean inside =
          row >= height / 7
              && row < height - height / 7
              && column >= width / 7
              && column < width - width / 7;
      pixels[i] = inside ? (byte) random.nextInt() : 0;
    }
    for (int i = 0; i < IMAGES; i++) {
      labels[i] = (byte) (i % ImageSet.CLASSES);
    }
    return new ImageSet(height, width, pixels, labels);
  }
}
