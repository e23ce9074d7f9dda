package io.gridproof.nn;

import io.gridproof.kernel.Kernel;
import io.gridproof.kernel.Kernel.Start;
import io.gridproof.kernel.Matrix;
import io.gridproof.kernel.Part;
import io.gridproof.kernel.PixelPanel;
import java.util.List;
import java.util.function.Consumer;

/**
 * The network of the paper, equations 1-10, on one block of samples: hidden layers with activations
 * g, then a softmax under cross-entropy.
 *
 * <p>The paper's A_0 is p / 255 for the images' bytes p. The bytes are exact, so the factor is
 * applied to the weights: W_1 A_0 = (W_1 / 255) p, and dW_1 = (1 / 255) dZ_1 p^T.
 */
final class Network {
  private static final float PIXEL_SCALE = 1f / 255f;

  private final Kernel kernel;
  private final Weights weights;
  private final List<Activation> activations;
  private final int last;

  /** W_1 / 255. */
  private final Matrix firstWeights;

  /**
   * @param activations one for each hidden layer
   */
  Network(Kernel kernel, Weights weights, List<Activation> activations) {
    this.kernel = kernel;
    this.weights = weights;
    this.activations = activations;
    this.last = weights.layers().size() - 1;
    this.firstWeights = weights.layers().get(0).w().zeros();
    weightsChanged(0, Part.all(firstWeights));
  }

  /** Scratch memory for so many samples. */
  Block block(int samples, Dropout dropout) {
    return Block.create(weights.sizes(), activations, samples, dropout);
  }

  /** To be called after every update of a part of a layer's weights. */
  void weightsChanged(int layer, Part part) {
    if (layer == 0) {
      kernel.scale(weights.layers().get(0).w(), part, PIXEL_SCALE, firstWeights);
    }
  }

  /** Equations 1-4 on the images of a panel; A_L, the probabilities, is then in the last layer. */
  void forward(PixelPanel images, Block block, DropoutMasks masks) {
    for (int l = 0; l <= last; l++) {
      Block.Layer layer = block.layers().get(l);
      // Z_l = W_l A_l-1 + b_l
      Weights.Layer parameters = weights.layers().get(l);
      if (l == 0) {
        kernel.affine(firstWeights, images, parameters.b(), layer.z());
      } else {
        kernel.affine(parameters.w(), layer.x(), parameters.b(), layer.z());
      }
      if (l < last) {
        // A_l = g(Z_l)
        activations.get(l).apply(kernel, layer);
        if (layer.hasDropout()) {
          masks.make(l, layer.mask());
          kernel.times(layer.a(), layer.mask(), block.layers().get(l + 1).x());
        }
      }
    }
    // A_L = softmax(Z_L)
    Matrix z = block.last().z();
    for (int s = 0; s < block.samples(); s++) {
      block.targets()[s] = z.get(block.labels()[s], s);
    }
    kernel.softmax(z, block.maxima(), block.sums());
  }

  /**
   * Equations 5-10, after {@link #forward} on the same block.
   *
   * @param images those of {@link #forward}
   * @param start the start of the sums over the batch: 0 in its first block, and in others the sums
   *     of the blocks before
   * @param gradient in, the sums over the blocks before; out, those of the biases with this block.
   *     {@link #weightScale} and {@link #biasScale} turn sums into means
   * @param weightSums for each layer, takes the sums of its weights part by part; it may change the
   *     same part of the weights
   */
  void backward(
      PixelPanel images,
      Block block,
      Start start,
      Weights gradient,
      List<Consumer<Part>> weightSums) {
    // dZ_L = A_L - Y
    Matrix outputDelta = block.last().delta();
    kernel.copy(block.last().a(), outputDelta);
    for (int s = 0; s < block.samples(); s++) {
      int label = block.labels()[s];
      outputDelta.set(label, s, outputDelta.get(label, s) - 1f);
    }
    for (int l = last; l >= 0; l--) {
      Block.Layer layer = block.layers().get(l);
      Weights.Layer sums = gradient.layers().get(l);
      if (l > 0) {
        // dZ_l-1 = W_l^T dZ_l * g'(Z_l-1), before W_l may change
        Block.Layer below = block.layers().get(l - 1);
        kernel.multiplyTransposed(weights.layers().get(l).w(), layer.delta(), below.delta());
        if (below.hasDropout()) {
          kernel.times(below.delta(), below.mask(), below.delta());
        }
        activations.get(l - 1).timesDerivative(kernel, below);
      }
      // dW_l = dZ_l A_l-1^T, db_l = sum dZ_l
      if (start == Start.ZERO) {
        sums.b().fill(0f);
      }
      kernel.addRowSums(layer.delta(), sums.b());
      if (weightSums.isEmpty()) {
        addUp(l, layer, images, start, sums.w());
      } else {
        handOn(l, layer, images, start, sums.w(), weightSums.get(l));
      }
    }
  }

  /** The same for a block that others follow: {@code gradient} gets the sums of the weights too. */
  void backward(PixelPanel images, Block block, Start start, Weights gradient) {
    backward(images, block, start, gradient, List.of());
  }

  private void addUp(int l, Block.Layer layer, PixelPanel images, Start start, Matrix sums) {
    if (l == 0) {
      kernel.multiplyByTransposed(layer.delta(), images, start, sums);
    } else {
      kernel.multiplyByTransposed(layer.delta(), layer.x(), start, sums);
    }
  }

  private void handOn(
      int l, Block.Layer layer, PixelPanel images, Start start, Matrix sums, Consumer<Part> parts) {
    if (l == 0) {
      kernel.multiplyByTransposed(layer.delta(), images, start, sums, parts);
    } else {
      kernel.multiplyByTransposed(layer.delta(), layer.x(), start, sums, parts);
    }
  }

  /** The factor that turns the sum of dW over m samples into the mean: 1 / m, or 1 / (255 m). */
  static float weightScale(int layer, int m) {
    return layer == 0 ? PIXEL_SCALE / m : biasScale(m);
  }

  /** The factor that turns the sum of db over m samples into the mean. */
  static float biasScale(int m) {
    return 1f / m;
  }
}
