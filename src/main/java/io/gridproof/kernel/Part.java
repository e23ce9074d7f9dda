package io.gridproof.kernel;

/**
 * Some adjacent numbers of a matrix. A product hands its result on in such parts while they are in
 * the cache. All parts of a product use the same memory.
 */
public final class Part {
  /** The numbers; they start at index 0. */
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
   * @param matrix has the shape and the order of columns of the matrix that the numbers belong to
   */
  void moveTo(Matrix matrix, int at, int length) {
    this.matrix = matrix;
    this.at = at;
    this.length = length;
  }

  /** The index of the first number in the memory of the matrix. */
  int at() {
    return at;
  }

  /** The count of the numbers; they fill whole tiles. */
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
