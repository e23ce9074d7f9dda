package io.gridproof.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of the products: a tile's chains stay in registers from the first step to the
 * last. Each step loads two vectors of the right factor, and one number of the left factor for each
 * row.
 *
 * <p>The rows are written out, because an array of vectors would not stay in registers. 32
 * registers hold ten rows of two vectors, 16 registers hold five.
 */
final class VectorTiles {
  private static final VectorSpecies<Float> SPECIES = VectorKernel.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final int WIDTH = Matrix.WIDTH;

  /** The rows of {@link #five}. */
  static final int FEW_ROWS = 5;

  private VectorTiles() {}

  /** A whole tile, whose rows are two vectors. */
  static void ten(Tile tile) {
    float[] a = tile.a;
    int[] offsets = tile.offsets;
    float[] b = tile.b;
    float[] from = tile.from;
    float[] to = tile.to;
    int aAt = tile.aAt;
    int first = tile.first;
    int n = tile.steps;
    int bAt = tile.bAt;
    int fromAt = tile.fromAt;
    int at = tile.toAt;
    FloatVector s0 = FloatVector.fromArray(SPECIES, from, fromAt);
    FloatVector t0 = FloatVector.fromArray(SPECIES, from, fromAt + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, from, fromAt + WIDTH);
    FloatVector t1 = FloatVector.fromArray(SPECIES, from, fromAt + WIDTH + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, from, fromAt + 2 * WIDTH);
    FloatVector t2 = FloatVector.fromArray(SPECIES, from, fromAt + 2 * WIDTH + LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, from, fromAt + 3 * WIDTH);
    FloatVector t3 = FloatVector.fromArray(SPECIES, from, fromAt + 3 * WIDTH + LANES);
    FloatVector s4 = FloatVector.fromArray(SPECIES, from, fromAt + 4 * WIDTH);
    FloatVector t4 = FloatVector.fromArray(SPECIES, from, fromAt + 4 * WIDTH + LANES);
    FloatVector s5 = FloatVector.fromArray(SPECIES, from, fromAt + 5 * WIDTH);
    FloatVector t5 = FloatVector.fromArray(SPECIES, from, fromAt + 5 * WIDTH + LANES);
    FloatVector s6 = FloatVector.fromArray(SPECIES, from, fromAt + 6 * WIDTH);
    FloatVector t6 = FloatVector.fromArray(SPECIES, from, fromAt + 6 * WIDTH + LANES);
    FloatVector s7 = FloatVector.fromArray(SPECIES, from, fromAt + 7 * WIDTH);
    FloatVector t7 = FloatVector.fromArray(SPECIES, from, fromAt + 7 * WIDTH + LANES);
    FloatVector s8 = FloatVector.fromArray(SPECIES, from, fromAt + 8 * WIDTH);
    FloatVector t8 = FloatVector.fromArray(SPECIES, from, fromAt + 8 * WIDTH + LANES);
    FloatVector s9 = FloatVector.fromArray(SPECIES, from, fromAt + 9 * WIDTH);
    FloatVector t9 = FloatVector.fromArray(SPECIES, from, fromAt + 9 * WIDTH + LANES);
    for (int step = 0; step < n; step++) {
      int row = bAt + step * WIDTH;
      FloatVector u = FloatVector.fromArray(SPECIES, b, row);
      FloatVector v = FloatVector.fromArray(SPECIES, b, row + LANES);
      int x = aAt + offsets[first + step];
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[x]);
      s0 = x0.fma(u, s0);
      t0 = x0.fma(v, t0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[x + WIDTH]);
      s1 = x1.fma(u, s1);
      t1 = x1.fma(v, t1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[x + 2 * WIDTH]);
      s2 = x2.fma(u, s2);
      t2 = x2.fma(v, t2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[x + 3 * WIDTH]);
      s3 = x3.fma(u, s3);
      t3 = x3.fma(v, t3);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[x + 4 * WIDTH]);
      s4 = x4.fma(u, s4);
      t4 = x4.fma(v, t4);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[x + 5 * WIDTH]);
      s5 = x5.fma(u, s5);
      t5 = x5.fma(v, t5);
      FloatVector x6 = FloatVector.broadcast(SPECIES, a[x + 6 * WIDTH]);
      s6 = x6.fma(u, s6);
      t6 = x6.fma(v, t6);
      FloatVector x7 = FloatVector.broadcast(SPECIES, a[x + 7 * WIDTH]);
      s7 = x7.fma(u, s7);
      t7 = x7.fma(v, t7);
      FloatVector x8 = FloatVector.broadcast(SPECIES, a[x + 8 * WIDTH]);
      s8 = x8.fma(u, s8);
      t8 = x8.fma(v, t8);
      FloatVector x9 = FloatVector.broadcast(SPECIES, a[x + 9 * WIDTH]);
      s9 = x9.fma(u, s9);
      t9 = x9.fma(v, t9);
    }
    s0.intoArray(to, at);
    t0.intoArray(to, at + LANES);
    s1.intoArray(to, at + WIDTH);
    t1.intoArray(to, at + WIDTH + LANES);
    s2.intoArray(to, at + 2 * WIDTH);
    t2.intoArray(to, at + 2 * WIDTH + LANES);
    s3.intoArray(to, at + 3 * WIDTH);
    t3.intoArray(to, at + 3 * WIDTH + LANES);
    s4.intoArray(to, at + 4 * WIDTH);
    t4.intoArray(to, at + 4 * WIDTH + LANES);
    s5.intoArray(to, at + 5 * WIDTH);
    t5.intoArray(to, at + 5 * WIDTH + LANES);
    s6.intoArray(to, at + 6 * WIDTH);
    t6.intoArray(to, at + 6 * WIDTH + LANES);
    s7.intoArray(to, at + 7 * WIDTH);
    t7.intoArray(to, at + 7 * WIDTH + LANES);
    s8.intoArray(to, at + 8 * WIDTH);
    t8.intoArray(to, at + 8 * WIDTH + LANES);
    s9.intoArray(to, at + 9 * WIDTH);
    t9.intoArray(to, at + 9 * WIDTH + LANES);
  }

  /** A part of a tile: five rows and two vectors. */
  static void five(Tile tile, int firstRow, int firstColumn) {
    float[] a = tile.a;
    int[] offsets = tile.offsets;
    float[] b = tile.b;
    float[] from = tile.from;
    float[] to = tile.to;
    int corner = firstRow * WIDTH + firstColumn;
    int aAt = tile.aAt + firstRow * WIDTH;
    int first = tile.first;
    int n = tile.steps;
    int bAt = tile.bAt + firstColumn;
    int fromAt = tile.fromAt + corner;
    int at = tile.toAt + corner;
    FloatVector s0 = FloatVector.fromArray(SPECIES, from, fromAt);
    FloatVector t0 = FloatVector.fromArray(SPECIES, from, fromAt + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, from, fromAt + WIDTH);
    FloatVector t1 = FloatVector.fromArray(SPECIES, from, fromAt + WIDTH + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, from, fromAt + 2 * WIDTH);
    FloatVector t2 = FloatVector.fromArray(SPECIES, from, fromAt + 2 * WIDTH + LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, from, fromAt + 3 * WIDTH);
    FloatVector t3 = FloatVector.fromArray(SPECIES, from, fromAt + 3 * WIDTH + LANES);
    FloatVector s4 = FloatVector.fromArray(SPECIES, from, fromAt + 4 * WIDTH);
    FloatVector t4 = FloatVector.fromArray(SPECIES, from, fromAt + 4 * WIDTH + LANES);
    for (int step = 0; step < n; step++) {
      int row = bAt + step * WIDTH;
      FloatVector u = FloatVector.fromArray(SPECIES, b, row);
      FloatVector v = FloatVector.fromArray(SPECIES, b, row + LANES);
      int x = aAt + offsets[first + step];
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[x]);
      s0 = x0.fma(u, s0);
      t0 = x0.fma(v, t0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[x + WIDTH]);
      s1 = x1.fma(u, s1);
      t1 = x1.fma(v, t1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[x + 2 * WIDTH]);
      s2 = x2.fma(u, s2);
      t2 = x2.fma(v, t2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[x + 3 * WIDTH]);
      s3 = x3.fma(u, s3);
      t3 = x3.fma(v, t3);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[x + 4 * WIDTH]);
      s4 = x4.fma(u, s4);
      t4 = x4.fma(v, t4);
    }
    s0.intoArray(to, at);
    t0.intoArray(to, at + LANES);
    s1.intoArray(to, at + WIDTH);
    t1.intoArray(to, at + WIDTH + LANES);
    s2.intoArray(to, at + 2 * WIDTH);
    t2.intoArray(to, at + 2 * WIDTH + LANES);
    s3.intoArray(to, at + 3 * WIDTH);
    t3.intoArray(to, at + 3 * WIDTH + LANES);
    s4.intoArray(to, at + 4 * WIDTH);
    t4.intoArray(to, at + 4 * WIDTH + LANES);
  }
}
