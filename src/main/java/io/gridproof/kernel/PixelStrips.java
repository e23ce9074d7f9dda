package io.gridproof.kernel;

import java.util.Arrays;

/**
 * Pixels as the right factor of a product: strips of {@link Matrix#WIDTH} columns of bytes, row
 * after row. Rows of a strip that are all zero are skipped. A step with {@code a * 0} does not
 * change a chain, so skipping it keeps the same bits.
 */
final class PixelStrips {
  private final int rows;
  private final int columns;

  /** The first entry of each strip, and in the last element the end of all entries. */
  private final int[] starts;

  /** The row number of each entry. */
  private final int[] index;

  /** The pixels of each entry. */
  private final byte[] pixels;

  private int strip;

  PixelStrips(int rows, int columns) {
    this(rows, columns, Math.multiplyExact(Matrix.strips(columns), rows));
  }

  private PixelStrips(int rows, int columns, int entries) {
    this(
        rows,
        columns,
        new int[Matrix.strips(columns) + 1],
        new int[entries],
        new byte[Math.multiplyExact(entries, Matrix.WIDTH)]);
  }

  private PixelStrips(int rows, int columns, int[] starts, int[] index, byte[] pixels) {
    this.rows = rows;
    this.columns = columns;
    this.starts = starts;
    this.index = index;
    this.pixels = pixels;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  int strips() {
    return starts.length - 1;
  }

  /** The first entry of a strip; it follows the last entry of the strip before. */
  int start(int strip) {
    return starts[strip];
  }

  int[] index() {
    return index;
  }

  /** (entries, {@link Matrix#WIDTH}). */
  byte[] pixels() {
    return pixels;
  }

  /** Starts to fill the strips. They are filled one after the other, each from its first row. */
  void clear() {
    strip = 0;
    starts[1] = 0;
  }

  /** Where in {@link #pixels} the next row may be written, before it is {@link #keep kept}. */
  int next() {
    return starts[strip + 1] * Matrix.WIDTH;
  }

  /** Keeps what was written at {@link #next} as a row of the strip. */
  void keep(int row) {
    index[starts[strip + 1]++] = row;
  }

  void endStrip() {
    strip++;
    if (strip < strips()) {
      starts[strip + 1] = starts[strip];
    }
  }

  /** A copy without the memory of the rows that were skipped. */
  PixelStrips trimmed() {
    int entries = starts[strips()];
    return new PixelStrips(
        rows,
        columns,
        starts.clone(),
        Arrays.copyOf(index, entries),
        Arrays.copyOf(pixels, entries * Matrix.WIDTH));
  }

  @Override
  public String toString() {
    return rows + " x " + columns + " pixels";
  }
}
