package io.gridproof.kernel;

import static java.util.Comparator.comparingInt;

import java.util.stream.IntStream;

/**
 * The order of columns that are pixels: patches of 4 x 4, as neighbours in both directions are dark
 * together. A strip of two patches is 0 throughout in half of MNIST, one of a line and a bit in a
 * quarter of it.
 *
 * <p>It is an order of quads, four pixels in a row, which are moved in one piece. An image is taken
 * for square. If it is not, or its lines are not whole quads, then the patches are no squares, and
 * all else holds.
 */
final class PixelOrder {
  /** The pixels of a quad. */
  static final int QUAD = 4;

  private PixelOrder() {}

  /**
   * The quads of an image that fills whole strips, in their order, each by where it begins when the
   * pixels stand line by line. What is left over at the end, less than a quad, stays there.
   */
  static int[] quads(int pixels) {
    int side = (int) Math.sqrt(pixels);
    int whole = pixels / QUAD;
    IntStream sorted =
        IntStream.range(0, whole)
            .map(quad -> quad * QUAD)
            .boxed()
            .sorted(
                comparingInt((Integer first) -> patchColumn(first, side))
                    .thenComparingInt(first -> alongColumn(first, side)))
            .mapToInt(Integer::intValue);
    int end = Matrix.strips(pixels) * Matrix.WIDTH / QUAD;
    IntStream rest = IntStream.range(whole, end).map(quad -> quad * QUAD);
    return IntStream.concat(sorted, rest).toArray();
  }

  private static int patchColumn(int pixel, int side) {
    return pixel % side / QUAD;
  }

  /** Down one column of patches and up the next, so that those of a strip are neighbours. */
  private static int alongColumn(int pixel, int side) {
    int line = pixel / side;
    return patchColumn(pixel, side) % 2 == 0 ? line : -line;
  }

  /** The column of each pixel. */
  static int[] columns(int pixels) {
    int[] columns = new int[pixels];
    int[] quads = quads(pixels);
    for (int column = 0; column < pixels; column++) {
      columns[quads[column / QUAD] + column % QUAD] = column;
    }
    return columns;
  }
}
