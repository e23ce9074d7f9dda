package io.gridproof.nn;

import io.gridproof.kernel.Kernel;
import io.gridproof.kernel.Matrix;
import io.gridproof.kernel.PixelPanel;
import java.util.List;

/**
 * The network of the paper, equations 1-10, on one block of samples: hidden layers with activations
 * g, then a softmax under cross-entropy.
 *
 * <p>The paper's A_0 is p / 255 for the images' bytes p. The bytes are exact, so the factor stands
 * with the weights: W_1 A_0 = (W_1 / 255) p, and dW_1 = (1 / 255) dZ_1 p^T.
 */
final class Network {
  private static final float PIXEL_SCALE = 1f / 255f;

  private final Kernel kernel;
  private final Weights weights;
  private final List<Activation> activations;
  private final int last;
  private final Matrix firstWeights;

  /**
   * @param activations one for each hidden layer
   */
  Network(Kernel kernel, Weights weights, List<Activation> activations) {
    this.kernel = kernel;
    this.weights = weights;
    this.activations = activations;
    this.last = weights.layers().size() - 1;
    Matrix w1 = weights.layers().get(0).w();
    this.firstWeights = Matrix.create(w1.rows(), w1.columns());
    weightsChanged();
  }

  /** To be called after every update of the weights. */
  void weightsChanged() {
    kernel.scale(weights.layers().get(0).w(), PIXEL_SCALE, firstWeights);
  }

  /** X := the images of a panel. */
  void load(PixelPanel panel, Block block) {
    kernel.widenColumns(panel, block.first().x());
    kernel.widenRows(panel, block.first().xTransposed());
  }

  /** Equations 1-4; A_L, the probabilities, is then in the last layer. */
  void forward(Block block, DropoutMasks masks) {
    for (int l = 0; l <= last; l++) {
      Block.Layer layer = block.layers().get(l);
      Weights.Layer parameters = weights.layers().get(l);
      // Z_l = W_l A_l-1 + b_l
      kernel.fillRows(parameters.b(), layer.a());
      kernel.multiplyAdd(l == 0 ? firstWeights : parameters.w(), layer.x(), layer.a());
      if (l < last) {
        // A_l = g(Z_l)
        activations.get(l).apply(kernel, layer.a());
        if (layer.hasDropout()) {
          masks.make(l, layer.mask());
          kernel.times(layer.a(), layer.mask(), block.layers().get(l + 1).x());
        }
      }
    }
    // A_L = softmax(Z_L)
    Matrix z = block.last().a();
    for (int s = 0; s < block.samples(); s++) {
      block.targets()[s] = z.get(block.labels()[s], s);
    }
    kernel.softmax(z, block.maxima(), block.sums());
  }

  /**
   * Equations 5-10, after {@link #forward} on the same block.
   *
   * @param gradient the sums over the samples are added to it; {@link #weightScale} and {@link
   *     #biasScale} make them means
   */
  void backward(Block block, Weights gradient) {
    // dZ_L = A_L - Y
    Matrix outputDelta = block.last().delta();
    kernel.copy(block.last().a(), outputDelta);
    for (int s = 0; s < block.samples(); s++) {
      int label = block.labels()[s];
      outputDelta.set(label, s, outputDelta.get(label, s) - 1f);
    }
    for (int l = last; l >= 0; l--) {
      Block.Layer layer = block.layers().get(l);
      // dW_l = dZ_l A_l-1^T, db_l = sum dZ_l
      if (l > 0) {
        kernel.transpose(layer.x(), layer.xTransposed());
      }
      kernel.multiplyAdd(layer.delta(), layer.xTransposed(), gradient.layers().get(l).w());
      kernel.addRowSums(layer.delta(), gradient.layers().get(l).b());
      if (l > 0) {
        // dZ_l-1 = W_l^T dZ_l * g'(Z_l-1)
        Block.Layer below = block.layers().get(l - 1);
        below.delta().fill(0f);
        kernel.multiplyAdd(weights.layers().get(l).w().transposed(), layer.delta(), below.delta());
        if (below.hasDropout()) {
          kernel.times(below.delta(), below.mask(), below.delta());
        }
        activations.get(l - 1).timesDerivative(kernel, below.a(), below.delta());
      }
    }
  }

  /** What makes the sum of dW over a batch of m samples the mean: 1 / m, or 1 / (255 m). */
  static float weightScale(int layer, int m) {
    return layer == 0 ? PIXEL_SCALE / m : biasScale(m);
  }

  /** What makes the sum of db over a batch of m samples the mean. */
  static float biasScale(int m) {
    return 1f / m;
  }
}
