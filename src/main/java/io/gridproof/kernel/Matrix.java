package io.gridproof.kernel;

/**
 * A view of float32 numbers as rows and columns.
 *
 * <p>A matrix that {@link #create} makes is dense, row by row, each row padded to a multiple of
 * {@link #PADDING} columns, so that a kernel may run whole vectors over the end of a row. What
 * stands in the padding is never part of a result.
 */
public final class Matrix {
  /** Two vectors of 512 bits. */
  public static final int PADDING = 32;

  final float[] data;
  private final int rows;
  private final int columns;

  /** Distance in {@code data} from one row to the next. */
  final int rowStride;

  /** Distance in {@code data} from one column to the next. */
  final int columnStride;

  private Matrix(float[] data, int rows, int columns, int rowStride, int columnStride) {
    this.data = data;
    this.rows = rows;
    this.columns = columns;
    this.rowStride = rowStride;
    this.columnStride = columnStride;
  }

  /** A matrix of zeros. */
  public static Matrix create(int rows, int columns) {
    int rowStride = (columns + PADDING - 1) / PADDING * PADDING;
    return new Matrix(new float[Math.multiplyExact(rows, rowStride)], rows, columns, rowStride, 1);
  }

  /** The same numbers, rows as columns. */
  public Matrix transposed() {
    return new Matrix(data, columns, rows, columnStride, rowStride);
  }

  /** The first {@code count} columns, in the same memory. */
  public Matrix firstColumns(int count) {
    check(count <= columns, count, columns, "columns");
    return new Matrix(data, rows, count, rowStride, columnStride);
  }

  /** The first {@code count} rows, in the same memory. */
  public Matrix firstRows(int count) {
    check(count <= rows, count, rows, "rows");
    return new Matrix(data, count, columns, rowStride, columnStride);
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  public float get(int row, int column) {
    return data[index(row, column)];
  }

  public void set(int row, int column, float value) {
    data[index(row, column)] = value;
  }

  public void fill(float value) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        set(row, column, value);
      }
    }
  }

  int index(int row, int column) {
    return row * rowStride + column * columnStride;
  }

  /** Whether rows are contiguous and padded, as {@link #create} makes them. */
  boolean hasPaddedRows() {
    return columnStride == 1 && rowStride % PADDING == 0;
  }

  private static void check(boolean holds, int count, int limit, String what) {
    if (!holds) {
      throw new IllegalArgumentException(
          "`" + what + " <= " + limit + "` must hold, but got " + count);
    }
  }

  @Override
  public String toString() {
    return rows + " x " + columns;
  }
}
