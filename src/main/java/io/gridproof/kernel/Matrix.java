package io.gridproof.kernel;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Float32 numbers in rows and columns, laid out as the tiles of a product read and write them: in
 * strips of {@link #WIDTH} columns, each strip row after row.
 *
 * <p>The last strip is padded to its full width, and the rows of each strip to whole tiles, so that
 * a kernel always works on whole tiles. What stands in the padding is never part of a result, and
 * an operation may change it.
 *
 * <p>Columns that are pixels stand in the {@link PixelOrder}; callers see them line by line.
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

  /** Where each column is; null if each is in its own place. */
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

  /** The bytes of such a matrix, with its padding. */
  public static long bytes(int rows, int columns) {
    return (long) Float.BYTES * tiles(rows) * TILE * strips(columns) * WIDTH;
  }

  /** The same with a column for each pixel of an image. */
  public static Matrix ofPixels(int rows, int pixels) {
    return create(rows, pixels, PixelOrder.columns(pixels));
  }

  /** A strip of zeros that stands for every strip of a matrix: all have the same memory. */
  static Matrix ofEqualStrips(int rows) {
    Matrix strip = create(rows, WIDTH);
    return new Matrix(strip.data, rows, WIDTH, null, 0);
  }

  /** A matrix of zeros that has its columns where this one has them. */
  public Matrix zeros() {
    return create(rows, columns, places);
  }

  private static Matrix create(int rows, int columns, int[] places) {
    int stripSize = Math.multiplyExact(tiles(rows) * TILE, WIDTH);
    float[] data = new float[Math.multiplyExact(strips(columns), stripSize)];
    return new Matrix(data, rows, columns, places, stripSize);
  }

  /** The first {@code count} columns, in the same memory; not of pixels. */
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

  /** Where in {@code data} the columns {@code strip * WIDTH} and so on of a row begin. */
  int indexOfStrip(int row, int strip) {
    refusePixels();
    return strip * stripSize + row * WIDTH;
  }

  void refusePixels() {
    if (places != null) {
      throw new IllegalArgumentException("columns must not be pixels, but got " + this);
    }
  }

  /** Whether both have their columns at the same places; they must have as many. */
  boolean hasPlacesOf(Matrix other) {
    return (places == null) == (other.places == null);
  }

  /**
   * @throws IllegalArgumentException if they differ in rows, columns or the places of columns
   */
  static void checkSameShape(Matrix a, Matrix b) {
    if (a.rows() != b.rows()
        || a.columns() != b.columns()
        || a.stripSize != b.stripSize
        || !a.hasPlacesOf(b)) {
      throw new IllegalArgumentException("shapes must be equal, but got " + a + " and " + b);
    }
  }

  /** Whether the columns are where a panel has its pixels. */
  boolean isOfPixels() {
    return places != null;
  }

  int strips() {
    return strips(columns);
  }

  /** How much of {@code data} the strips take. */
  int length() {
    return strips() * stripSize;
  }

  /** The number of strips for so many columns. */
  static int strips(int columns) {
    return (columns + WIDTH - 1) / WIDTH;
  }

  /** The number of tiles for so many rows. */
  static int tiles(int rows) {
    return (rows + TILE - 1) / TILE;
  }

  @Override
  public String toString() {
    return rows + " x " + columns + (places == null ? "" : " pixels");
  }
}
