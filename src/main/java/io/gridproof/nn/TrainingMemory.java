package io.gridproof.nn;

import io.gridproof.kernel.Matrix;
import java.util.List;

/** The heap that training needs at most, in bytes. */
public final class TrainingMemory {
  /** Of a pixel in panels that do not compress: in both orders, and with the places of the rows. */
  static final double BYTES_OF_PANELS = 2.3;

  /** Weights, gradient, first layer scaled, a layer transposed, two moments, and the result. */
  private static final int COPIES_OF_WEIGHTS = 7;

  /** Of a layer's matrices, for the kernel: a factor and a product. */
  private static final int TRANSPOSES = 2;

  private TrainingMemory() {}

  /** What all trials of a JVM share beside the images: the panels that are kept. */
  public static long ofPanels(Splits images, List<Configuration> configurations) {
    long kept = (long) images.validation().pixels().length + images.test().pixels().length;
    if (configurations.stream().anyMatch(c -> c.batch() instanceof Batch.Full)) {
      kept += images.train().pixels().length;
    }
    return (long) (BYTES_OF_PANELS * kept);
  }

  /** What one trial needs beside that. */
  public static long ofTrial(Configuration configuration, ImageSet train) {
    int inputs = train.pixelsPerImage();
    // The panels of a batch, and of an evaluation in passing.
    long bytes = (long) (2 * BYTES_OF_PANELS * Block.SAMPLES * inputs);
    // The order of the samples, and that of an evaluation.
    bytes += 2L * Integer.BYTES * train.count();
    for (int l = 0; l < configuration.depth(); l++) {
      int outputs = configuration.hidden().get(l);
      Activation activation = configuration.activations().get(l);
      int matrices =
          Block.matricesOfALayer(activation, configuration.dropout())
              + Block.matricesOfALayer(activation, Dropout.NONE);
      bytes += ofLayer(inputs, outputs, matrices);
      inputs = outputs;
    }
    int matricesOfOutput = 2 * 2;
    return bytes + ofLayer(inputs, ImageSet.CLASSES, matricesOfOutput);
  }

  private static long ofLayer(int inputs, int outputs, int matrices) {
    return COPIES_OF_WEIGHTS * (Matrix.bytes(outputs, inputs) + Matrix.bytes(1, outputs))
        + (matrices + TRANSPOSES) * Matrix.bytes(outputs, Block.SAMPLES);
  }
}
