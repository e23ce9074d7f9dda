package io.gridproof.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Copies images from anywhere in a set into a panel. Its panels follow each other in the same
 * memory.
 */
public final class PixelGatherer {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

  /** The quads in a row of a strip. */
  private static final int QUADS = Matrix.WIDTH / PixelOrder.QUAD;

  private final int pixelsPerImage;
  private final int samples;

  /**
   * The images one after the other, each padded with 0 to whole rows. This copy reads main memory
   * once; both orders are then made from the cache.
   */
  private final byte[] staged;

  /** The distance from one image in {@link #staged} to the next. */
  private final int stride;

  private final Octets octets;

  /** The place of each quad in a staged image, in the order of the rows of a panel. */
  private final int[] quads;

  private final PixelStrips columns;
  private final PixelStrips rows;
  private final PixelPanel panel;

  /**
   * @param samples the number of images of a panel
   */
  public PixelGatherer(int pixelsPerImage, int samples) {
    this.pixelsPerImage = pixelsPerImage;
    this.samples = samples;
    this.stride = padded(pixelsPerImage);
    this.staged = new byte[Math.multiplyExact(padded(samples), stride)];
    this.octets = new Octets(stride);
    this.quads = PixelOrder.quads(pixelsPerImage);
    this.columns = new PixelStrips(pixelsPerImage, samples);
    this.rows = new PixelStrips(samples, pixelsPerImage);
    this.panel = new PixelPanel(columns, rows);
  }

  private static int padded(int n) {
    return Matrix.strips(n) * Matrix.WIDTH;
  }

  /**
   * Fills the panel with the images {@code images[first]}, {@code images[first + 1]}, ... of {@code
   * source}.
   *
   * @return the same panel every time
   */
  public PixelPanel gather(byte[] source, int[] images, int first) {
    for (int s = 0; s < samples; s++) {
      System.arraycopy(
          source, images[first + s] * pixelsPerImage, staged, s * stride, pixelsPerImage);
    }
    gatherColumns();
    gatherRows();
    return panel;
  }

  private void gatherColumns() {
    columns.clear();
    for (int strip = 0; strip < samples; strip += Matrix.WIDTH) {
      for (int s = 0; s < Matrix.WIDTH; s++) {
        octets.put(s, staged, (strip + s) * stride);
      }
      octets.turn();
      for (int pixel = 0; pixel < pixelsPerImage; pixel++) {
        if (octets.copyRow(pixel, columns.pixels(), columns.next())) {
          columns.keep(pixel);
        }
      }
      columns.endStrip();
    }
  }

  private void gatherRows() {
    rows.clear();
    for (int quad = 0; quad < quads.length; quad += QUADS) {
      for (int s = 0; s < samples; s++) {
        if (copyQuads(quad, s * stride, rows.pixels(), rows.next())) {
          rows.keep(s);
        }
      }
      rows.endStrip();
    }
  }

  /**
   * Copies the quads of a strip.
   *
   * @return whether a pixel is not 0
   */
  private boolean copyQuads(int first, int image, byte[] to, int at) {
    int any = 0;
    for (int i = 0; i < QUADS; i++) {
      int quad = (int) INTS.get(staged, image + quads[first + i]);
      INTS.set(to, at + i * PixelOrder.QUAD, quad);
      any |= quad;
    }
    return any != 0;
  }
}
