package io.gridproof.kernel;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Numbers and images to compute with. */
final class Samples {
  private static final int SIDE = 28;
  static final int PIXELS = SIDE * SIDE;

  /** The border, which no stroke reaches. */
  private static final int MARGIN = 3;

  /** The pixels of an image that are not 0: a fifth, as in MNIST. */
  private static final int INK = PIXELS / 5;

  private Samples() {}

  /** Numbers in [-1, 1). */
  static Matrix matrix(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix matrix = Matrix.create(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        matrix.set(i, j, (float) random.nextDouble(-1, 1));
      }
    }
    return matrix;
  }

  /**
   * Images like digits. What the products leave out depends on where the pixels are, so each image
   * is one thick winding stroke around the middle, with borders of 0.
   */
  static byte[] images(int count) {
    SplittableRandom random = new SplittableRandom(1);
    byte[] pixels = new byte[count * PIXELS];
    byte[] image = new byte[PIXELS];
    for (int i = 0; i < count; i++) {
      draw(random, image);
      System.arraycopy(image, 0, pixels, i * PIXELS, PIXELS);
    }
    return pixels;
  }

  private static void draw(SplittableRandom random, byte[] image) {
    Arrays.fill(image, (byte) 0);
    double x = random.nextDouble(8, SIDE - 8);
    double y = random.nextDouble(6, SIDE - 6);
    double direction = random.nextDouble(2 * Math.PI);
    for (int ink = 0; ink < INK; ) {
      ink += stamp(random, image, (int) x, (int) y);
      direction += random.nextDouble(-0.5, 0.5);
      x = inside(x + Math.cos(direction));
      y = inside(y + Math.sin(direction));
    }
  }

  private static double inside(double at) {
    return Math.max(MARGIN + 1, Math.min(SIDE - MARGIN - 2, at));
  }

  /** Blackens 3 x 3 pixels; returns how many were 0. */
  private static int stamp(SplittableRandom random, byte[] image, int x, int y) {
    int drawn = 0;
    for (int row = y - 1; row <= y + 1; row++) {
      for (int column = x - 1; column <= x + 1; column++) {
        if (image[row * SIDE + column] == 0) {
          image[row * SIDE + column] = (byte) random.nextInt(1, 256);
          drawn++;
        }
      }
    }
    return drawn;
  }
}
