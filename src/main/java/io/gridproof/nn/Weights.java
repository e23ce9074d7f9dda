package io.gridproof.nn;

import io.gridproof.kernel.Matrix;
import io.gridproof.kernel.Philox;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** The weights W and biases b of a network, layer by layer, input side first. */
public final class Weights implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * One layer.
   *
   * @param w (n_out, n_in)
   * @param b (1, n_out)
   */
  public record Layer(Matrix w, Matrix b) implements Serializable {
    public int inputs() {
      return w.columns();
    }

    public int outputs() {
      return w.rows();
    }

    /** W row by row, each a little-endian float32. */
    public byte[] weightBytes() {
      return littleEndian(w);
    }

    /** b, each a little-endian float32. */
    public byte[] biasBytes() {
      return littleEndian(b);
    }

    /** The layer that {@link #weightBytes} and {@link #biasBytes} describe. */
    public static Layer fromBytes(int inputs, int outputs, byte[] weights, byte[] biases) {
      return new Layer(matrix(outputs, inputs, weights), matrix(1, outputs, biases));
    }

    static Layer zeros(int inputs, int outputs) {
      return new Layer(Matrix.create(outputs, inputs), Matrix.create(1, outputs));
    }

    /** The first layer. */
    private static Layer zerosOfPixels(int pixels, int outputs) {
      return new Layer(Matrix.ofPixels(outputs, pixels), Matrix.create(1, outputs));
    }

    private static byte[] littleEndian(Matrix from) {
      int floats = Math.multiplyExact(from.rows(), from.columns());
      ByteBuffer bytes =
          ByteBuffer.allocate(Math.multiplyExact(floats, Float.BYTES))
              .order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < from.rows(); i++) {
        for (int j = 0; j < from.columns(); j++) {
          // floatToIntBits: all NaN are one, so that a digest does not depend on their payload.
          bytes.putInt(Float.floatToIntBits(from.get(i, j)));
        }
      }
      return bytes.array();
    }

    private static Matrix matrix(int rows, int columns, byte[] littleEndian) {
      long length = 4L * rows * columns;
      Require.that(
          littleEndian.length == length,
          "bytes of " + rows + " x " + columns + " float32 = " + length,
          littleEndian.length);
      ByteBuffer bytes = ByteBuffer.wrap(littleEndian).order(ByteOrder.LITTLE_ENDIAN);
      Matrix to = Matrix.create(rows, columns);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          to.set(i, j, bytes.getFloat());
        }
      }
      return to;
    }
  }

  private final List<Layer> layers;

  public Weights(List<Layer> layers) {
    this.layers = List.copyOf(layers);
    for (int l = 1; l < layers.size(); l++) {
      Require.that(
          layers.get(l).inputs() == layers.get(l - 1).outputs(),
          "inputs of layer " + (l + 1) + " = outputs of layer " + l,
          layers.get(l).inputs() + " and " + layers.get(l - 1).outputs());
    }
  }

  /** Layers of zeros between the given sizes: n_0 pixels, hidden widths, classes. */
  static Weights zeros(List<Integer> sizes) {
    List<Layer> layers = new ArrayList<>();
    layers.add(Layer.zerosOfPixels(sizes.get(0), sizes.get(1)));
    for (int l = 2; l < sizes.size(); l++) {
      layers.add(Layer.zeros(sizes.get(l - 1), sizes.get(l)));
    }
    return new Weights(layers);
  }

  /**
   * The weights that a trial starts from. Element k of layer l is a function of (seed, l, k) alone;
   * k counts W row by row, then b.
   */
  static Weights initial(List<Integer> sizes, Initializer initializer, long seed) {
    Weights weights = zeros(sizes);
    int[] scratch = new int[Philox.WORDS];
    for (int l = 0; l < weights.layers.size(); l++) {
      Layer layer = weights.layers.get(l);
      Initializer.Draw draw = initializer.draw(layer.inputs(), layer.outputs());
      int element = 0;
      for (int i = 0; i < layer.outputs(); i++) {
        for (int k = 0; k < layer.inputs(); k++) {
          layer.w.set(i, k, draw.weight(seed, l, element++, scratch));
        }
      }
      for (int i = 0; i < layer.outputs(); i++) {
        layer.b.set(0, i, draw.bias(seed, l, element++, scratch));
      }
    }
    return weights;
  }

  /** The layers, input side first. */
  public List<Layer> layers() {
    return layers;
  }

  /** The number of inputs, the widths of the hidden layers, the number of classes. */
  List<Integer> sizes() {
    List<Integer> sizes = new ArrayList<>();
    sizes.add(layers.get(0).inputs());
    layers.forEach(layer -> sizes.add(layer.outputs()));
    return sizes;
  }

  /** SHA-256 over the layers' sizes and bytes, as hexadecimal digits. */
  String sha256() {
    MessageDigest digest = Sha256.create();
    for (Layer layer : layers) {
      digest.update(ByteBuffer.allocate(8).putInt(layer.inputs()).putInt(layer.outputs()).array());
      digest.update(layer.weightBytes());
      digest.update(layer.biasBytes());
    }
    return Sha256.hex(digest);
  }
}
