package io.gridproof.kernel;

import java.util.function.Consumer;

/**
 * The arithmetic of training. Every element of a result is one chain of float32 operations in the
 * order that its method documents; an implementation decides only which chains advance side by
 * side. So all implementations give the same bits on all machines.
 */
public interface Kernel {

  /**
   * The fastest implementation that this JVM can run. It holds scratch memory, so each thread needs
   * its own.
   */
  static Kernel best() {
    return Kernels.best();
  }

  /** A short description for people: implementation and width. */
  String description();

  /**
   * Z := W X + b. Each element's chain starts with the bias of its row and goes on with {@code z =
   * fma(w[i, k], x[k, j], z)} for k = 0, 1, ..., K - 1.
   *
   * @param w (M, K)
   * @param x (K, N)
   * @param b (1, M)
   * @param z out, (M, N)
   */
  void affine(Matrix w, Matrix x, Matrix b, Matrix z);

  /** The same for the pixels of a panel as they are (0 .. 255), each image a column of X. */
  void affine(Matrix w, PixelPanel x, Matrix b, Matrix z);

  /**
   * C := A^T B. Each element's chain begins with 0 and goes on with {@code c = fma(a[k, i], b[k,
   * j], c)} for k = 0, 1, ..., K - 1.
   *
   * @param a (K, M)
   * @param b (K, N)
   * @param c out, (M, N)
   */
  void multiplyTransposed(Matrix a, Matrix b, Matrix c);

  /** The start of the chains of a product. */
  enum Start {
    /** The chains start with 0. */
    ZERO,
    /** The chains continue what C holds, a sum that itself started with 0. */
    SUM
  }

  /**
   * C := A B^T, or C := C + A B^T, by the chain of {@link #affine}.
   *
   * @param a (M, K)
   * @param b (N, K)
   * @param c out, (M, N)
   */
  void multiplyByTransposed(Matrix a, Matrix b, Start start, Matrix c);

  /**
   * The same for the pixels of a panel as they are (0 .. 255), each image a column of B.
   *
   * @param c {@link Matrix#ofPixels of pixels}
   */
  void multiplyByTransposed(Matrix a, PixelPanel b, Start start, Matrix c);

  /**
   * A B^T, or C + A B^T, by the same chain, but handed on part by part instead of stored.
   *
   * @param parts called with each part as soon as it is complete; it must not start another product
   *     on this kernel
   */
  void multiplyByTransposed(Matrix a, Matrix b, Start start, Matrix c, Consumer<Part> parts);

  /**
   * The same for the pixels of a panel.
   *
   * @param c {@link Matrix#ofPixels of pixels}
   */
  void multiplyByTransposed(Matrix a, PixelPanel b, Start start, Matrix c, Consumer<Part> parts);

  /** to := factor * from, for a part of both. */
  void scale(Matrix from, Part part, float factor, Matrix to);

  /** to := from. */
  void copy(Matrix from, Matrix to);

  /** sums[0, i] := sums[0, i] + d[i, 0] + d[i, 1] + ..., in this order. */
  void addRowSums(Matrix d, Matrix sums);

  /** Z := Z where it is not below 0, else 0; NaN stays NaN. */
  void relu(Matrix z);

  /** Z := 1 / (1 + e^-Z). */
  void sigmoid(Matrix z);

  /** Z := tanh Z. */
  void tanh(Matrix z);

  /** A := Z Phi(Z), by {@link Functions#gelu}. */
  void gelu(Matrix z, Matrix a);

  /** D := D where A is above 0, else 0. */
  void timesReluDerivative(Matrix a, Matrix d);

  /** D := D * (A (1 - A)). */
  void timesSigmoidDerivative(Matrix a, Matrix d);

  /** D := D * (1 - A^2), by one fused multiply-add. */
  void timesTanhDerivative(Matrix a, Matrix d);

  /** D := D g'(Z), by {@link Functions#geluDerivative}. */
  void timesGeluDerivative(Matrix z, Matrix d);

  /** to := a * b, element by element. */
  void times(Matrix a, Matrix b, Matrix to);

  /**
   * Softmax of each column: z := e^(z - max) / sum. The maximum and the sum are taken in class
   * order.
   *
   * @param maxima out, (1, N)
   * @param sums out, (1, N), of e^(z - max)
   */
  void softmax(Matrix z, Matrix maxima, Matrix sums);

  /** The dropout mask of a block, as {@link Philox#mask} defines it. */
  void mask(
      long seed, int step, int layer, int firstSample, int keepBelow, float kept, Matrix mask);

  /**
   * G := G s + lambda W, the gradient of a loss that has lambda / 2 times the sum of the squares of
   * the weights: {@code g = fma(lambda, w, g * s)}.
   *
   * @param g in, the gradient's sum over the batch for this part of W, and s its scale; out, the
   *     mean with the decay
   */
  void decay(Matrix w, float lambda, Part g, float s);

  /**
   * W := W - alpha (g s), with g the gradient's sum over the batch and s its scale: {@code w =
   * fma(-alpha, g * s, w)}.
   *
   * @param g of this part of W
   */
  void sgd(Matrix w, Part g, float s, float alpha);

  /** V := beta V + g s; W := W - alpha V, each by one fused multiply-add. */
  void momentum(Matrix w, Part g, float s, float alpha, float beta, Matrix v);

  /** Adam (Kingma and Ba 2015, algorithm 1); the order of operations is in {@link Adam}. */
  void adam(Matrix w, Part g, float s, Adam adam, Matrix m, Matrix v);

  /**
   * The constants of one Adam step.
   *
   * @param biasCorrection1 1 / (1 - beta1^t)
   * @param biasCorrection2 1 / (1 - beta2^t)
   */
  record Adam(
      float alpha,
      float beta1,
      float beta2,
      float epsilon,
      float biasCorrection1,
      float biasCorrection2) {

    float first(float m, float g) {
      return Math.fma(beta1, m, (1f - beta1) * g);
    }

    float second(float v, float g) {
      return Math.fma(beta2, v, (1f - beta2) * g * g);
    }

    float updated(float w, float m, float v) {
      float divisor = (float) Math.sqrt(v * biasCorrection2) + epsilon;
      return w - alpha * (m * biasCorrection1) / divisor;
    }
  }
}
