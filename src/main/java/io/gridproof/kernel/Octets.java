package io.gridproof.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Transposes the bytes of {@link Matrix#WIDTH} images: they arrive sample by sample and are read
 * pixel by pixel. A long carries eight bytes, and squares of 8 x 8 bytes are transposed by swapping
 * blocks.
 *
 * <p>Before the transposition, {@code octets[i][4 o + g]} holds the pixels 8 o .. 8 o + 7 of sample
 * 8 g + i. After it, the same element holds pixel 8 o + i of the samples 8 g .. 8 g + 7, so that
 * the row of a pixel is contiguous.
 */
final class Octets {
  private static final int SIDE = Long.BYTES;
  private static final int GROUPS = Matrix.WIDTH / SIDE;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long[][] octets;

  /**
   * @param pixels of an image, whole octets
   */
  Octets(int pixels) {
    this.octets = new long[SIDE][pixels / SIDE * GROUPS];
  }

  /** Copies the image at {@code source[at]} to the place of a sample. */
  void put(int sample, byte[] source, int at) {
    long[] to = octets[sample % SIDE];
    int octet = at;
    for (int i = sample / SIDE; i < to.length; i += GROUPS) {
      to[i] = (long) LONGS.get(source, octet);
      octet += SIDE;
    }
  }

  /** Transposes every square. */
  void turn() {
    swapBlocks(4, 0x00000000FFFFFFFFL);
    swapBlocks(2, 0x0000FFFF0000FFFFL);
    swapBlocks(1, 0x00FF00FF00FF00FFL);
  }

  private void swapBlocks(int side, long low) {
    for (int i = 0; i < SIDE; i++) {
      if ((i & side) == 0) {
        swap(octets[i], octets[i + side], side * Byte.SIZE, low);
      }
    }
  }

  /** The compiler vectorizes this loop. */
  private static void swap(long[] a, long[] b, int shift, long low) {
    for (int i = 0; i < a.length; i++) {
      long different = (a[i] >>> shift ^ b[i]) & low;
      b[i] ^= different;
      a[i] ^= different << shift;
    }
  }

  /**
   * Copies a pixel of all samples, after the transposition.
   *
   * @return whether one of them is not 0
   */
  boolean copyRow(int pixel, byte[] to, int at) {
    long[] from = octets[pixel % SIDE];
    int first = pixel / SIDE * GROUPS;
    long any = 0;
    for (int g = 0; g < GROUPS; g++) {
      long samples = from[first + g];
      LONGS.set(to, at + g * SIDE, samples);
      any |= samples;
    }
    return any != 0;
  }
}
