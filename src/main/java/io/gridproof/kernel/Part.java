package io.gridproof.kernel;

/**
 * Some numbers that stand next to each other in the memory of a matrix. A product hands its result
 * on in such parts, each in the same place, while it is in the cache.
 */
public final class Part {
  /** The numbers, from 0 on. */
  final float[] data;

  private Matrix matrix;
  private int at;
  private int length;

  Part(float[] data) {
    this.data = data;
  }

  /** All of a matrix. */
  public static Part all(Matrix matrix) {
    Part part = new Part(matrix.data);
    part.moveTo(matrix, 0, matrix.length());
    return part;
  }

  /**
   * @param matrix whose columns are where those of the numbers' own matrix are
   */
  void moveTo(Matrix matrix, int at, int length) {
    this.matrix = matrix;
    this.at = at;
    this.length = length;
  }

  /** Where in the memory of the matrix the numbers belong. */
  int at() {
    return at;
  }

  /** How many there are: rows of strips, and whole tiles. */
  int length() {
    return length;
  }

  /**
   * @throws IllegalArgumentException if a matrix has no such part
   */
  void checkIsOf(Matrix other) {
    Matrix.checkSameShape(other, matrix);
  }
}
