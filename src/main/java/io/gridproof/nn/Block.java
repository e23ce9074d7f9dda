package io.gridproof.nn;

import io.gridproof.kernel.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * The scratch memory of a network for the samples that it computes together, made once and used for
 * every step. Columns are samples, as in the paper.
 */
final class Block {

  /**
   * What layer l computes.
   *
   * @param x its input: A_l-1 after dropout; (n_l-1, samples); null for the first layer, whose
   *     input is pixels
   * @param z Z_l; (n_l, samples); the same matrix as {@code a} unless the activation {@link
   *     Activation#keepsZ keeps} it
   * @param a A_l = g(Z_l); (n_l, samples)
   * @param delta dC/dZ_l, before the division by m; (n_l, samples)
   * @param mask what dropout multiplies A_l by; (n_l, samples), or null without dropout
   */
  record Layer(Matrix x, Matrix z, Matrix a, Matrix delta, Matrix mask) {

    boolean hasDropout() {
      return mask != null;
    }

    private Layer firstSamples(int samples) {
      Matrix firstOfA = a.firstColumns(samples);
      return new Layer(
          x == null ? null : x.firstColumns(samples),
          z == a ? firstOfA : z.firstColumns(samples),
          firstOfA,
          delta.firstColumns(samples),
          mask == null ? null : mask.firstColumns(samples));
    }
  }

  /**
   * The samples of a block. So many stay in a core's second-level cache; no result depends on the
   * number.
   */
  static final int SAMPLES = 128;

  private final List<Layer> layers;
  private final byte[] labels;
  private final Matrix maxima;
  private final Matrix sums;
  private final float[] targets;

  private Block(List<Layer> layers, int samples) {
    this.layers = layers;
    this.labels = new byte[samples];
    this.maxima = Matrix.create(1, samples);
    this.sums = Matrix.create(1, samples);
    this.targets = new float[samples];
  }

  /**
   * @param sizes n_0 .. n_L
   * @param activations one for each hidden layer
   */
  static Block create(
      List<Integer> sizes, List<Activation> activations, int samples, Dropout dropout) {
    List<Layer> layers = new ArrayList<>();
    Matrix x = null;
    for (int l = 1; l < sizes.size(); l++) {
      int outputs = sizes.get(l);
      boolean hidden = l < sizes.size() - 1;
      boolean dropped = hidden && !dropout.isNone();
      boolean keepsZ = hidden && activations.get(l - 1).keepsZ();
      Matrix a = Matrix.create(outputs, samples);
      layers.add(
          new Layer(
              x,
              keepsZ ? Matrix.create(outputs, samples) : a,
              a,
              Matrix.create(outputs, samples),
              dropped ? Matrix.create(outputs, samples) : null));
      x = dropped ? Matrix.create(outputs, samples) : a;
    }
    return new Block(List.copyOf(layers), samples);
  }

  /** How many matrices {@link #create} makes for a hidden layer. */
  static int matricesOfALayer(Activation activation, Dropout dropout) {
    int zaAndDelta = activation.keepsZ() ? 3 : 2;
    return dropout.isNone() ? zaAndDelta : zaAndDelta + 2;
  }

  /** A block of fewer samples in the same memory. */
  Block firstSamples(int samples) {
    return new Block(layers.stream().map(layer -> layer.firstSamples(samples)).toList(), samples);
  }

  int samples() {
    return labels.length;
  }

  /** The layers 1 .. L. */
  List<Layer> layers() {
    return layers;
  }

  Layer last() {
    return layers.get(layers.size() - 1);
  }

  /** The true class of each sample. */
  byte[] labels() {
    return labels;
  }

  /** The largest z of the output layer, for each sample; (1, samples). */
  Matrix maxima() {
    return maxima;
  }

  /** The sum of e^(z - maximum) over the output layer, for each sample; (1, samples). */
  Matrix sums() {
    return sums;
  }

  /** The output layer's z of the true class, for each sample. */
  float[] targets() {
    return targets;
  }
}
