package io.gridproof.kernel;

/**
 * The work on one tile of a product: {@link Matrix#TILE} x {@link Matrix#WIDTH} chains, and the
 * steps by which each of them advances. A product reuses one object for all its tiles, so that no
 * tile costs an allocation.
 *
 * <p>In every array, row i of the tile begins {@code i * Matrix.WIDTH} after the index that is
 * given for the tile.
 */
final class Tile {
  /** The left factor. */
  float[] a;

  /** Where the rows of the tile begin in {@link #a}. */
  int aAt;

  /** The distance from {@link #aAt} to the column of each step of the product. */
  int[] offsets;

  /** The first step to take. */
  int first;

  /** How many steps to take. */
  int steps;

  /** The right factor: a row of {@link Matrix#WIDTH} numbers for each step. */
  float[] b;

  /** Where the row of the first step is in {@link #b}. */
  int bAt;

  /** The start of the chains. */
  float[] from;

  int fromAt;

  /** The results of the chains; may be {@link #from}. */
  float[] to;

  int toAt;

  void takeLeft(float[] data, int at) {
    a = data;
    aAt = at;
  }

  void takeSteps(int firstStep, int count, float[] rows, int rowsAt) {
    first = firstStep;
    steps = count;
    b = rows;
    bAt = rowsAt;
  }

  void beginWith(float[] data, int at) {
    from = data;
    fromAt = at;
  }

  void goTo(float[] data, int at) {
    to = data;
    toAt = at;
  }
}
