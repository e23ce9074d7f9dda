package io.gridproof.kernel;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The law in plain Java: what every other implementation must equal bit by bit, and what runs where
 * the vector module is missing.
 */
sealed class ScalarKernel implements Kernel permits VectorKernel {
  private static final int WIDTH = Matrix.WIDTH;
  private static final int TILE = Matrix.TILE;
  private static final int MINUS_ZERO = Float.floatToRawIntBits(-0f);

  private final Product product = new Product(this);

  /** The transposes of factors. */
  private final Workspace factors = new Workspace();

  /** The transposes of products. */
  private final Workspace products = new Workspace();

  private final float[] tileSums = new float[TILE];
  private float[] start = {};

  @Override
  public String description() {
    return "scalar";
  }

  @Override
  public final void affine(Matrix w, Matrix x, Matrix b, Matrix z) {
    multiply(w, x, biases(b, z), z);
  }

  @Override
  public final void affine(Matrix w, PixelPanel x, Matrix b, Matrix z) {
    multiply(w, x.columns(), biases(b, z), z, isFinite(w) && !holdsMinusZero(b));
  }

  @Override
  public final void multiplyTransposed(Matrix a, Matrix b, Matrix c) {
    checkTransposed(a, b, c);
    // Turning costs what is turned: A, or B and C.
    if (size(a) <= size(b) + size(c)) {
      multiply(turned(a), b, begin(Start.ZERO, c), c);
    } else {
      // C^T = B^T A, by the same chains
      Matrix product = products.of(c.columns(), c.rows());
      multiply(turned(b), a, begin(Start.ZERO, product), product);
      Transposition.turn(product, c);
    }
  }

  private static void checkTransposed(Matrix a, Matrix b, Matrix c) {
    a.refusePixels();
    b.refusePixels();
    c.refusePixels();
    if (a.rows() != b.rows() || a.columns() != c.rows() || b.columns() != c.columns()) {
      throw new IllegalArgumentException(
          "shapes do not fit: (" + a + ")^T (" + b + ") to (" + c + ")");
    }
  }

  private static int size(Matrix a) {
    return a.rows() * a.columns();
  }

  private Matrix turned(Matrix a) {
    Matrix turned = factors.of(a.columns(), a.rows());
    Transposition.turn(a, turned);
    return turned;
  }

  private void multiply(Matrix a, Matrix b, float[] start, Matrix c) {
    checkColumns(b, c);
    product.compute(a, b, start, c);
  }

  @Override
  public final void multiplyByTransposed(Matrix a, Matrix b, Start start, Matrix c) {
    multiply(a, turned(b), begin(start, c), c);
  }

  @Override
  public final void multiplyByTransposed(Matrix a, PixelPanel b, Start start, Matrix c) {
    checkOfPixels(c);
    multiply(a, b.rows(), begin(start, c), c, isFinite(a));
  }

  @Override
  public final void multiplyByTransposed(
      Matrix a, Matrix b, Start start, Matrix c, Consumer<Part> parts) {
    Matrix turned = turned(b);
    checkColumns(turned, c);
    product.compute(a, turned, begin(start, c), c, parts);
  }

  @Override
  public final void multiplyByTransposed(
      Matrix a, PixelPanel b, Start start, Matrix c, Consumer<Part> parts) {
    checkOfPixels(c);
    if (isFinite(a)) {
      product.compute(a, b.rows(), begin(start, c), c, parts);
    } else {
      product.compute(a, everyRow(b.rows()), begin(start, c), c, parts);
    }
  }

  /** What the chains of each row begin with; null for C itself. */
  private float[] begin(Start start, Matrix c) {
    return switch (start) {
      case ZERO -> zeros(c);
      case SUM -> null;
    };
  }

  private static void checkColumns(Matrix b, Matrix c) {
    if (!b.hasPlacesOf(c)) {
      throw new IllegalArgumentException("columns must be the same, but got " + b + " and " + c);
    }
  }

  private static void checkOfPixels(Matrix c) {
    if (!c.isOfPixels()) {
      throw new IllegalArgumentException("columns must be pixels, but got " + c);
    }
  }

  /**
   * A product with pixels.
   *
   * @param mayLeaveOut whether a step with a pixel of 0 changes nothing
   */
  private void multiply(Matrix a, PixelStrips b, float[] start, Matrix c, boolean mayLeaveOut) {
    if (mayLeaveOut) {
      product.compute(a, b, start, c);
    } else {
      product.compute(a, everyRow(b), start, c);
    }
  }

  /** The pixels with the rows that were left out. */
  private Matrix everyRow(PixelStrips b) {
    Matrix all = Matrix.create(b.rows(), b.columns());
    float[] row = new float[WIDTH];
    for (int strip = 0; strip < b.strips(); strip++) {
      for (int entry = b.start(strip); entry < b.start(strip + 1); entry++) {
        widen(b.pixels(), entry * WIDTH, row, WIDTH);
        System.arraycopy(row, 0, all.data, all.indexOfStrip(b.index()[entry], strip), WIDTH);
      }
    }
    return all;
  }

  private float[] zeros(Matrix c) {
    Arrays.fill(start(c), 0f);
    return start;
  }

  private float[] biases(Matrix b, Matrix z) {
    if (b.columns() != z.rows()) {
      throw new IllegalArgumentException("one bias for each row of " + z + ", but got " + b);
    }
    start(z);
    for (int i = 0; i < z.rows(); i++) {
      Arrays.fill(start, i * WIDTH, (i + 1) * WIDTH, b.get(0, i));
    }
    return start;
  }

  private float[] start(Matrix c) {
    if (start.length < c.stripSize) {
      start = new float[c.stripSize];
    }
    return start;
  }

  /**
   * Takes n steps with the chains of a tile.
   *
   * @param a the left factor; the tile's rows begin at {@code aAt}
   * @param offsets from {@code first} on, where from {@code aAt} the column of each step begins
   * @param b the rows of the right factor that belong to them, from {@code bAt} on
   * @param from what the chains begin with, from {@code fromAt} on
   * @param to where they go, from {@code at} on; may be {@code from}
   */
  void tile(
      float[] a,
      int aAt,
      int[] offsets,
      int first,
      int n,
      float[] b,
      int bAt,
      float[] from,
      int fromAt,
      float[] to,
      int at) {
    System.arraycopy(from, fromAt, to, at, TILE * WIDTH);
    for (int i = 0; i < TILE; i++) {
      for (int step = 0; step < n; step++) {
        float x = a[aAt + offsets[first + step] + i * WIDTH];
        axpy(x, b, bAt + step * WIDTH, to, at + i * WIDTH);
      }
    }
  }

  private static void axpy(float a, float[] b, int bAt, float[] c, int at) {
    for (int j = 0; j < WIDTH; j++) {
      c[at + j] = Math.fma(a, b[bAt + j], c[at + j]);
    }
  }

  /** to[j] := the unsigned byte from[fromAt + j], for j below n, whole rows of a strip. */
  void widen(byte[] from, int fromAt, float[] to, int n) {
    for (int j = 0; j < n; j++) {
      to[j] = from[fromAt + j] & 0xff;
    }
  }

  /** Whether all numbers are finite, so that none times 0 is NaN; padding counts too. */
  boolean isFinite(Matrix a) {
    for (int i = 0; i < a.length(); i++) {
      if (!Float.isFinite(a.data[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean holdsMinusZero(Matrix b) {
    for (int i = 0; i < b.columns(); i++) {
      if (Float.floatToRawIntBits(b.get(0, i)) == MINUS_ZERO) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void scale(Matrix from, Part part, float factor, Matrix to) {
    part.checkIsOf(from);
    part.checkIsOf(to);
    for (int i = part.at(); i < part.at() + part.length(); i++) {
      to.data[i] = factor * from.data[i];
    }
  }

  @Override
  public final void copy(Matrix from, Matrix to) {
    checkSameShape(from, to);
    System.arraycopy(from.data, 0, to.data, 0, from.length());
  }

  @Override
  public final void addRowSums(Matrix d, Matrix sums) {
    if (d.rows() != sums.columns()) {
      throw new IllegalArgumentException("one sum for each row of " + d + ", but got " + sums);
    }
    for (int row = 0; row < d.rows(); row += TILE) {
      int rows = Math.min(TILE, d.rows() - row);
      for (int i = 0; i < rows; i++) {
        tileSums[i] = sums.get(0, row + i);
      }
      for (int column = 0; column < d.columns(); column += WIDTH) {
        addColumns(
            d.data,
            d.indexOfStrip(row, column / WIDTH),
            Math.min(WIDTH, d.columns() - column),
            tileSums);
      }
      for (int i = 0; i < rows; i++) {
        sums.set(0, row + i, tileSums[i]);
      }
    }
  }

  /** Ten chains at a time: one alone waits for its own sums. */
  private static void addColumns(float[] d, int at, int n, float[] sums) {
    float s0 = sums[0];
    float s1 = sums[1];
    float s2 = sums[2];
    float s3 = sums[3];
    float s4 = sums[4];
    float s5 = sums[5];
    float s6 = sums[6];
    float s7 = sums[7];
    float s8 = sums[8];
    float s9 = sums[9];
    for (int column = at; column < at + n; column++) {
      s0 += d[column];
      s1 += d[column + WIDTH];
      s2 += d[column + 2 * WIDTH];
      s3 += d[column + 3 * WIDTH];
      s4 += d[column + 4 * WIDTH];
      s5 += d[column + 5 * WIDTH];
      s6 += d[column + 6 * WIDTH];
      s7 += d[column + 7 * WIDTH];
      s8 += d[column + 8 * WIDTH];
      s9 += d[column + 9 * WIDTH];
    }
    sums[0] = s0;
    sums[1] = s1;
    sums[2] = s2;
    sums[3] = s3;
    sums[4] = s4;
    sums[5] = s5;
    sums[6] = s6;
    sums[7] = s7;
    sums[8] = s8;
    sums[9] = s9;
  }

  @Override
  public void relu(Matrix z) {
    for (int i = 0; i < z.length(); i++) {
      z.data[i] = z.data[i] < 0 ? 0f : z.data[i];
    }
  }

  @Override
  public void sigmoid(Matrix z) {
    for (int i = 0; i < z.length(); i++) {
      z.data[i] = Functions.sigmoid(z.data[i]);
    }
  }

  @Override
  public void tanh(Matrix z) {
    for (int i = 0; i < z.length(); i++) {
      z.data[i] = Functions.tanh(z.data[i]);
    }
  }

  @Override
  public void timesReluDerivative(Matrix a, Matrix d) {
    checkSameShape(a, d);
    for (int i = 0; i < d.length(); i++) {
      d.data[i] = a.data[i] > 0 ? d.data[i] : 0f;
    }
  }

  @Override
  public void timesSigmoidDerivative(Matrix a, Matrix d) {
    checkSameShape(a, d);
    for (int i = 0; i < d.length(); i++) {
      d.data[i] *= a.data[i] * (1f - a.data[i]);
    }
  }

  @Override
  public void timesTanhDerivative(Matrix a, Matrix d) {
    checkSameShape(a, d);
    for (int i = 0; i < d.length(); i++) {
      d.data[i] *= Math.fma(-a.data[i], a.data[i], 1f);
    }
  }

  @Override
  public void times(Matrix a, Matrix b, Matrix to) {
    checkSameShape(a, b);
    checkSameShape(a, to);
    for (int i = 0; i < to.length(); i++) {
      to.data[i] = a.data[i] * b.data[i];
    }
  }

  @Override
  public void softmax(Matrix z, Matrix maxima, Matrix sums) {
    for (int j = 0; j < z.columns(); j++) {
      float max = z.get(0, j);
      for (int i = 1; i < z.rows(); i++) {
        max = z.get(i, j) > max ? z.get(i, j) : max;
      }
      float sum = 0;
      for (int i = 0; i < z.rows(); i++) {
        float e = Functions.exp(z.get(i, j) - max);
        z.set(i, j, e);
        sum += e;
      }
      for (int i = 0; i < z.rows(); i++) {
        z.set(i, j, z.get(i, j) / sum);
      }
      maxima.set(0, j, max);
      sums.set(0, j, sum);
    }
  }

  @Override
  public void mask(
      long seed, int step, int layer, int firstSample, int keepBelow, float kept, Matrix mask) {
    Philox.mask(seed, step, layer, firstSample, keepBelow, kept, mask);
  }

  @Override
  public void sgd(Matrix w, Part g, float s, float alpha) {
    g.checkIsOf(w);
    for (int i = 0; i < g.length(); i++) {
      int at = g.at() + i;
      w.data[at] = Math.fma(-alpha, g.data[i] * s, w.data[at]);
    }
  }

  @Override
  public void momentum(Matrix w, Part g, float s, float alpha, float beta, Matrix v) {
    g.checkIsOf(w);
    g.checkIsOf(v);
    for (int i = 0; i < g.length(); i++) {
      int at = g.at() + i;
      v.data[at] = Math.fma(beta, v.data[at], g.data[i] * s);
      w.data[at] = Math.fma(-alpha, v.data[at], w.data[at]);
    }
  }

  @Override
  public void adam(Matrix w, Part g, float s, Adam adam, Matrix m, Matrix v) {
    g.checkIsOf(w);
    g.checkIsOf(m);
    g.checkIsOf(v);
    for (int i = 0; i < g.length(); i++) {
      int at = g.at() + i;
      float gradient = g.data[i] * s;
      m.data[at] = adam.first(m.data[at], gradient);
      v.data[at] = adam.second(v.data[at], gradient);
      w.data[at] = adam.updated(w.data[at], m.data[at], v.data[at]);
    }
  }

  static void checkSameShape(Matrix a, Matrix b) {
    if (a.rows() != b.rows()
        || a.columns() != b.columns()
        || a.stripSize != b.stripSize
        || !a.hasPlacesOf(b)) {
      throw new IllegalArgumentException("shapes must be equal, but got " + a + " and " + b);
    }
  }
}
