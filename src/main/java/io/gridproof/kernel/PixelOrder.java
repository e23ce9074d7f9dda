package io.gridproof.kernel;

import static java.util.Comparator.comparingInt;

import java.util.stream.IntStream;

/**
 * The order of columns that are pixels: patches of 4 x 4, because neighbours in both directions
 * tend to be dark together. In MNIST, half of the rows of a strip are all zero if a strip is two
 * patches, but only a quarter if it is a piece of the lines.
 *
 * <p>The unit is a quad: four pixels of a line, which are moved in one piece. The order assumes a
 * square image whose lines are whole quads. In other images the patches are not squares; everything
 * else holds.
 */
final class PixelOrder {
  /** The pixels of a quad. */
  static final int QUAD = 4;

  private PixelOrder() {}

  /**
   * The quads of an image, in this order. Each is given by the index of its first pixel, line by
   * line. Pixels at the end that fill no quad stay where they are.
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

  /**
   * Goes down one column of patches and up the next, so that the patches of a strip are neighbours.
   */
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
