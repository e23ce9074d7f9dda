package io.gridproof.kernel;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Float32 numbers in rows and columns, laid out as the tiles of a product read and write them: in
 * strips of {@link #WIDTH} columns, each strip row after row.
 *
 * <p>The last strip is padded to its full width, and the rows of each strip to whole tiles, so that
 * a kernel always works on whole tiles. The padding is never part of a result, and an operation may
 * overwrite it.
 *
 * <p>Columns that are pixels are stored in the {@link PixelOrder}; callers address them line by
 * line.
 */
public final class Matrix implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The columns of a strip: two vectors of 512 bits. */
  static final int WIDTH = 32;

  /** The rows of a tile. With two vectors for each, its sums fill 20 of 32 registers. */
  static final int TILE = 10;

  final float[] data;
  private final int rows;
  private final int columns;

  /** The place of each column; null if the columns are in order. */
  private final int[] places;

  /** Distance in {@code data} from one strip to the next. */
  final int stripSize;

  private Matrix(float[] data, int rows, int columns, int[] places, int stripSize) {
    this.data = data;
    this.rows = rows;
    this.columns = columns;
    this.places = places;
    this.stripSize = stripSize;
  }

  /** A matrix of zeros. */
  public static Matrix create(int rows, int columns) {
    return create(rows, columns, null);
  }

  /** The bytes that a matrix takes with its padding. */
  public static long bytes(int rows, int columns) {
    return (long) Float.BYTES * tiles(rows) * TILE * strips(columns) * WIDTH;
  }

  /** A matrix of zeros with a column for each pixel of an image. */
  public static Matrix ofPixels(int rows, int pixels) {
    return create(rows, pixels, PixelOrder.columns(pixels));
  }

  /** A single strip of zeros that serves as every strip of a matrix. */
  static Matrix ofEqualStrips(int rows) {
    Matrix strip = create(rows, WIDTH);
    return new Matrix(strip.data, rows, WIDTH, null, 0);
  }

  /** A matrix of zeros with the shape and the order of columns of this one. */
  public Matrix zeros() {
    return create(rows, columns, places);
  }

  private static Matrix create(int rows, int columns, int[] places) {
    int stripSize = Math.multiplyExact(tiles(rows) * TILE, WIDTH);
    float[] data = new float[Math.multiplyExact(strips(columns), stripSize)];
    return new Matrix(data, rows, columns, places, stripSize);
  }

  /** The first {@code count} columns, in the same memory; refused for pixels. */
  public Matrix firstColumns(int count) {
    refusePixels();
    if (count > columns) {
      throw new IllegalArgumentException(
          "`columns <= " + columns + "` must hold, but got " + count);
    }
    return new Matrix(data, rows, count, null, stripSize);
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
    Arrays.fill(data, 0, length(), value);
  }

  int index(int row, int column) {
    int place = places == null ? column : places[column];
    return place / WIDTH * stripSize + row * WIDTH + place % WIDTH;
  }

  /** The index in {@code data} at which the row begins in a strip. */
  int indexOfStrip(int row, int strip) {
    refusePixels();
    return strip * stripSize + row * WIDTH;
  }

  void refusePixels() {
    if (places != null) {
      throw new IllegalArgumentException("columns must not be pixels, but got " + this);
    }
  }

  /** Whether both store their columns in the same order; the number of columns must be the same. */
  boolean hasPlacesOf(Matrix other) {
    return (places == null) == (other.places == null);
  }

  /**
   * @throws IllegalArgumentException if they differ in rows, columns or the order of columns
   */
  static void checkSameShape(Matrix a, Matrix b) {
    if (a.rows() != b.rows()
        || a.columns() != b.columns()
        || a.stripSize != b.stripSize
        || !a.hasPlacesOf(b)) {
      throw new IllegalArgumentException("shapes must be equal, but got " + a + " and " + b);
    }
  }

  /** Whether the columns are pixels, in the order of a panel. */
  boolean isOfPixels() {
    return places != null;
  }

  int strips() {
    return strips(columns);
  }

  /** The length of all strips in {@code data}. */
  int length() {
    return strips() * stripSize;
  }

  /** The number of strips that hold a number of columns. */
  static int strips(int columns) {
    return (columns + WIDTH - 1) / WIDTH;
  }

  /** The number of tiles that hold a number of rows. */
  static int tiles(int rows) {
    return (rows + TILE - 1) / TILE;
  }

  @Override
  public String toString() {
    return rows + " x " + columns + (places == null ? "" : " pixels");
  }
}
