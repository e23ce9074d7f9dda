package io.gridproof.kernel;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A kernel that cuts products into tiles. This class decides on the cuts, the order of the tiles
 * and the steps that are skipped; a subclass advances the chains of a tile.
 */
abstract class TiledKernel implements Kernel {
  private static final int WIDTH = Matrix.WIDTH;
  private static final int TILE = Matrix.TILE;
  private static final int MINUS_ZERO = Float.floatToRawIntBits(-0f);

  private final Product product = new Product(this);

  /** The transposes of factors. */
  private final Workspace factors = new Workspace();

  /** The transposes of products. */
  private final Workspace products = new Workspace();

  /** The start of the chains of a product that does not continue a sum. */
  private Matrix beginning = Matrix.ofEqualStrips(1);

  private final float[] tileSums = new float[TILE];

  /** Advances each chain of a tile by the steps of the tile. */
  abstract void run(Tile tile);

  /** Whether all numbers are finite, so that none times 0 is NaN; padding counts too. */
  abstract boolean isFinite(Matrix a);

  /**
   * to[j] := the unsigned byte from[fromAt + j], for j below n, which is a number of whole rows.
   */
  void widen(byte[] from, int fromAt, float[] to, int n) {
    for (int j = 0; j < n; j++) {
      to[j] = from[fromAt + j] & 0xff;
    }
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
    // The cost of a transposition is the size of what is transposed: A, or B and C.
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

  private void multiply(Matrix a, Matrix b, Matrix begin, Matrix c) {
    checkColumns(b, c);
    product.store(a, b, begin, c);
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
    product.handOn(a, turned, begin(start, c), c, parts);
  }

  @Override
  public final void multiplyByTransposed(
      Matrix a, PixelPanel b, Start start, Matrix c, Consumer<Part> parts) {
    checkOfPixels(c);
    if (isFinite(a)) {
      product.handOnOfPixels(a, b.rows(), begin(start, c), c, parts);
    } else {
      product.handOn(a, everyRow(b.rows()), begin(start, c), c, parts);
    }
  }

  private Matrix begin(Start start, Matrix c) {
    return switch (start) {
      case ZERO -> zeros(c);
      case SUM -> c;
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
  private void multiply(Matrix a, PixelStrips b, Matrix begin, Matrix c, boolean mayLeaveOut) {
    if (mayLeaveOut) {
      product.storeOfPixels(a, b, begin, c);
    } else {
      product.store(a, everyRow(b), begin, c);
    }
  }

  /** The pixels as floats, with the rows that were skipped. */
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

  private Matrix zeros(Matrix c) {
    Matrix zeros = beginning(c);
    Arrays.fill(zeros.data, 0f);
    return zeros;
  }

  private Matrix biases(Matrix b, Matrix z) {
    if (b.columns() != z.rows()) {
      throw new IllegalArgumentException("one bias for each row of " + z + ", but got " + b);
    }
    Matrix biases = beginning(z);
    for (int i = 0; i < z.rows(); i++) {
      Arrays.fill(biases.data, i * WIDTH, (i + 1) * WIDTH, b.get(0, i));
    }
    return biases;
  }

  /** A strip with at least the rows of C; its content is whatever was left in it. */
  private Matrix beginning(Matrix c) {
    if (beginning.rows() < c.rows()) {
      beginning = Matrix.ofEqualStrips(c.rows());
    }
    return beginning;
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
  public final void copy(Matrix from, Matrix to) {
    Matrix.checkSameShape(from, to);
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

  /** Advances ten chains at a time, because a single one waits for each of its sums. */
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
}
