package io.gridproof.kernel;

/**
 * The work on one tile of a product: {@link Matrix#TILE} x {@link Matrix#WIDTH} chains, and some
 * steps that each of them takes. A product fills in the fields again for each tile, so that no tile
 * costs an allocation.
 *
 * <p>Row i of the tile begins {@code i * Matrix.WIDTH} behind the place that is given for the tile,
 * in all arrays alike.
 */
final class Tile {
  /** The left factor. */
  float[] a;

  /** Where the rows of the tile begin in {@link #a}. */
  int aAt;

  /** How far behind {@link #aAt} the column of each step of the product is. */
  int[] offsets;

  /** The first step to take. */
  int first;

  /** How many steps to take. */
  int steps;

  /** The right factor: a row of {@link Matrix#WIDTH} numbers for each step. */
  float[] b;

  /** Where the row of the first step is in {@link #b}. */
  int bAt;

  /** What the chains begin with. */
  float[] from;

  int fromAt;

  /** Where the chains go; may be {@link #from}. */
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
