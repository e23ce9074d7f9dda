package io.gridproof.cli;

import io.gridproof.kernel.Kernel;
import io.gridproof.nn.Batch;
import io.gridproof.nn.Budget;
import io.gridproof.nn.Configuration;
import io.gridproof.nn.ImageSet;
import io.gridproof.nn.Recording;
import io.gridproof.nn.Seeds;
import io.gridproof.nn.Splits;
import io.gridproof.nn.Trainer;
import io.gridproof.study.Cost;
import java.time.Duration;
import java.util.Random;

/** Measures how fast one core of this machine trains a configuration, on images of noise. */
final class Calibration {
  private static final int IMAGES = 2048;
  private static final Duration TIME = Duration.ofSeconds(2);

  private Calibration() {}

  /** Floating-point operations a second; the best of several short trainings. */
  static double flopsPerSecond(Configuration configuration, int height, int width) {
    ImageSet images = noise(height, width);
    Splits splits = new Splits(images, images, images, "");
    Configuration epoch = oneEpoch(configuration);
    double best = 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < TIME.toNanos()) {
      Trainer trainer =
          new Trainer(
              Kernel.best(),
              epoch,
              new Seeds(1, 2, 3),
              new Recording(Integer.MAX_VALUE, Integer.MAX_VALUE),
              splits);
      long begin = System.nanoTime();
      trainer.train(() -> false);
      double seconds = (System.nanoTime() - begin) / 1e9;
      best = Math.max(best, Cost.flops(epoch, images.pixelsPerImage(), IMAGES) / seconds);
    }
    return best;
  }

  private static Configuration oneEpoch(Configuration configuration) {
    Batch batch =
        configuration.batch().size(IMAGES) < IMAGES ? configuration.batch() : new Batch.Full();
    return new Configuration(
        configuration.hidden(),
        configuration.activations(),
        configuration.initializer(),
        configuration.dropout(),
        configuration.optimizer(),
        configuration.learningRate(),
        batch,
        new Budget.Epochs(5));
  }

  private static ImageSet noise(int height, int width) {
    byte[] pixels = new byte[IMAGES * height * width];
    byte[] labels = new byte[IMAGES];
    Random random = new Random(1);
    random.nextBytes(pixels);
    for (int i = 0; i < IMAGES; i++) {
      labels[i] = (byte) (i % ImageSet.CLASSES);
    }
    return new ImageSet(height, width, pixels, labels);
  }
}
