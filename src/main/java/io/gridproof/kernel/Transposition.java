package io.gridproof.kernel;

/** Turns rows into columns, eight at a time, because eight numbers are half a cache line. */
final class Transposition {
  private static final int WIDTH = Matrix.WIDTH;
  private static final int ROWS = 8;

  private Transposition() {}

  static void turn(Matrix from, Matrix to) {
    from.refusePixels();
    to.refusePixels();
    if (from.rows() != to.columns() || from.columns() != to.rows()) {
      throw new IllegalArgumentException(
          "shapes must be equal, but got " + from + " transposed and " + to);
    }
    for (int strip = 0; strip < from.strips(); strip++) {
      int n = Math.min(WIDTH, from.columns() - strip * WIDTH);
      int i = 0;
      for (; i + ROWS <= from.rows(); i += ROWS) {
        int fromAt = from.indexOfStrip(i, strip);
        turnEightRows(from.data, fromAt, to.data, to.index(strip * WIDTH, i), n);
      }
      for (; i < from.rows(); i++) {
        int fromAt = from.indexOfStrip(i, strip);
        turnRow(from.data, fromAt, to.data, to.index(strip * WIDTH, i), n);
      }
    }
  }

  private static void turnEightRows(float[] from, int fromAt, float[] to, int toAt, int n) {
    for (int j = 0; j < n; j++) {
      int f = fromAt + j;
      int t = toAt + j * WIDTH;
      to[t] = from[f];
      to[t + 1] = from[f + WIDTH];
      to[t + 2] = from[f + 2 * WIDTH];
      to[t + 3] = from[f + 3 * WIDTH];
      to[t + 4] = from[f + 4 * WIDTH];
      to[t + 5] = from[f + 5 * WIDTH];
      to[t + 6] = from[f + 6 * WIDTH];
      to[t + 7] = from[f + 7 * WIDTH];
    }
  }

  private static void turnRow(float[] from, int fromAt, float[] to, int toAt, int n) {
    for (int j = 0; j < n; j++) {
      to[toAt + j * WIDTH] = from[fromAt + j];
    }
  }
}
