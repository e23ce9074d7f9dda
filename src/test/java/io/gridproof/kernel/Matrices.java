package io.gridproof.kernel;

import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Makes matrices for tests, and looks at their bits. */
final class Matrices {
  /** Sizes around the ends of vectors and tiles. */
  static final int[] AWKWARD = {1, 2, 3, 4, 5, 6, 10, 11, 13, 31, 32, 33, 64, 100, 207, 784};

  /** What arithmetic treats specially, in place of some of the numbers. */
  private static final float[] SPECIAL = {
    0f,
    -0f,
    Float.MIN_VALUE,
    -1e-40f,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN,
    88.72f,
    -103.9f,
    1f,
    -17f
  };

  private Matrices() {}

  /** Numbers in [-2, 2). */
  static Matrix ordinary(int rows, int columns, long seed) {
    return filled(rows, columns, seed, Integer.MAX_VALUE);
  }

  /** Numbers in [-2, 2), and special ones in {@code every}-th places on average. */
  static Matrix withSpecials(int rows, int columns, long seed, int every) {
    return filled(rows, columns, seed, every);
  }

  private static Matrix filled(int rows, int columns, long seed, int every) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix matrix = Matrix.create(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float ordinary = (float) random.nextDouble(-2, 2);
        boolean special = random.nextInt(every) == 0;
        matrix.set(i, j, special ? SPECIAL[random.nextInt(SPECIAL.length)] : ordinary);
      }
    }
    return matrix;
  }

  /** The first columns of a larger matrix: rows as columns. */
  static Matrix transposed(Matrix from) {
    Matrix to = Matrix.create(from.columns(), from.rows() + 40).firstColumns(from.rows());
    for (int i = 0; i < from.rows(); i++) {
      for (int j = 0; j < from.columns(); j++) {
        to.set(j, i, from.get(i, j));
      }
    }
    return to;
  }

  /** Puts a part where it belongs. */
  static void store(Part part, Matrix to) {
    part.checkIsOf(to);
    System.arraycopy(part.data, 0, to.data, part.at(), part.length());
  }

  /** The same numbers in memory of their own. */
  static Matrix copyOf(Matrix from) {
    Matrix to = Matrix.create(from.rows(), from.columns());
    for (int i = 0; i < from.rows(); i++) {
      for (int j = 0; j < from.columns(); j++) {
        to.set(i, j, from.get(i, j));
      }
    }
    return to;
  }

  /** The bits of all elements, row by row; every NaN is one. */
  static int[] bits(Matrix matrix) {
    int[] bits = new int[matrix.rows() * matrix.columns()];
    int at = 0;
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        bits[at++] = Float.floatToIntBits(matrix.get(i, j));
      }
    }
    return bits;
  }

  /** Fails with the first element that differs. */
  static void assertBits(String what, Matrix actual, int[] expected) {
    int at = Arrays.mismatch(bits(actual), expected);
    if (at >= 0) {
      int row = at / actual.columns();
      int column = at % actual.columns();
      fail(
          "%s, %s: element (%d, %d) is %s, but must be %s",
          what,
          actual,
          row,
          column,
          Float.toHexString(actual.get(row, column)),
          Float.toHexString(Float.intBitsToFloat(expected[at])));
    }
  }
}
