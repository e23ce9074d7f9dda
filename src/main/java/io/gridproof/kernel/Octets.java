package io.gridproof.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bytes, eight at a time in a long: copied, and squares of 8 x 8 turned around. */
final class Octets {
  static final int SIDE = 8;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Octets() {}

  /**
   * Copies {@link Matrix#WIDTH} bytes.
   *
   * @return whether one of them is not 0
   */
  static boolean copy(byte[] from, int fromAt, byte[] to, int at) {
    long any = 0;
    for (int i = 0; i < Matrix.WIDTH; i += Long.BYTES) {
      long eight = (long) LONGS.get(from, fromAt + i);
      LONGS.set(to, at + i, eight);
      any |= eight;
    }
    return any != 0;
  }

  /**
   * Eight pixels of eight images: {@code to[at + p * stride + s]} := pixel {@code pixel + p} of
   * image {@code images[first + s]}.
   *
   * @param n pixels of one image
   * @return whether one of them is not 0
   */
  static boolean transpose(
      byte[] pixels, int[] images, int first, int n, int pixel, byte[] to, int at, int stride) {
    long r0 = (long) LONGS.get(pixels, images[first] * n + pixel);
    long r1 = (long) LONGS.get(pixels, images[first + 1] * n + pixel);
    long r2 = (long) LONGS.get(pixels, images[first + 2] * n + pixel);
    long r3 = (long) LONGS.get(pixels, images[first + 3] * n + pixel);
    long r4 = (long) LONGS.get(pixels, images[first + 4] * n + pixel);
    long r5 = (long) LONGS.get(pixels, images[first + 5] * n + pixel);
    long r6 = (long) LONGS.get(pixels, images[first + 6] * n + pixel);
    long r7 = (long) LONGS.get(pixels, images[first + 7] * n + pixel);
    if ((r0 | r1 | r2 | r3 | r4 | r5 | r6 | r7) == 0) {
      for (int i = 0; i < SIDE; i++) {
        LONGS.set(to, at + i * stride, 0L);
      }
      return false;
    }
    // Swap blocks of 4 bytes, then of 2, then of 1.
    long t;
    t = (r0 >>> 32 ^ r4) & 0x00000000FFFFFFFFL;
    r4 ^= t;
    r0 ^= t << 32;
    t = (r1 >>> 32 ^ r5) & 0x00000000FFFFFFFFL;
    r5 ^= t;
    r1 ^= t << 32;
    t = (r2 >>> 32 ^ r6) & 0x00000000FFFFFFFFL;
    r6 ^= t;
    r2 ^= t << 32;
    t = (r3 >>> 32 ^ r7) & 0x00000000FFFFFFFFL;
    r7 ^= t;
    r3 ^= t << 32;
    t = (r0 >>> 16 ^ r2) & 0x0000FFFF0000FFFFL;
    r2 ^= t;
    r0 ^= t << 16;
    t = (r1 >>> 16 ^ r3) & 0x0000FFFF0000FFFFL;
    r3 ^= t;
    r1 ^= t << 16;
    t = (r4 >>> 16 ^ r6) & 0x0000FFFF0000FFFFL;
    r6 ^= t;
    r4 ^= t << 16;
    t = (r5 >>> 16 ^ r7) & 0x0000FFFF0000FFFFL;
    r7 ^= t;
    r5 ^= t << 16;
    t = (r0 >>> 8 ^ r1) & 0x00FF00FF00FF00FFL;
    r1 ^= t;
    r0 ^= t << 8;
    t = (r2 >>> 8 ^ r3) & 0x00FF00FF00FF00FFL;
    r3 ^= t;
    r2 ^= t << 8;
    t = (r4 >>> 8 ^ r5) & 0x00FF00FF00FF00FFL;
    r5 ^= t;
    r4 ^= t << 8;
    t = (r6 >>> 8 ^ r7) & 0x00FF00FF00FF00FFL;
    r7 ^= t;
    r6 ^= t << 8;
    LONGS.set(to, at, r0);
    LONGS.set(to, at + stride, r1);
    LONGS.set(to, at + 2 * stride, r2);
    LONGS.set(to, at + 3 * stride, r3);
    LONGS.set(to, at + 4 * stride, r4);
    LONGS.set(to, at + 5 * stride, r5);
    LONGS.set(to, at + 6 * stride, r6);
    LONGS.set(to, at + 7 * stride, r7);
    return true;
  }
}
