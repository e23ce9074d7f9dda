package io.gridproof.kernel;

import java.util.Arrays;

/**
 * The bytes of some images in the two orders in which products read them: pixel by pixel with the
 * lanes over samples, and sample by sample with the lanes over pixels.
 */
public final class PixelPanel {
  private final int pixelsPerImage;
  private final int samples;
  private final PixelStrips columns;
  private final PixelStrips rows;

  /** The samples of a strip for eight pixels. */
  private final byte[] octet = new byte[Octets.SIDE * Matrix.WIDTH];

  /** Room for a number of images. */
  public PixelPanel(int pixelsPerImage, int samples) {
    this.pixelsPerImage = pixelsPerImage;
    this.samples = samples;
    this.columns = new PixelStrips(pixelsPerImage, samples);
    this.rows = new PixelStrips(samples, pixelsPerImage);
  }

  /** A panel of its own for the images {@code images[first]}, {@code images[first + 1]}, ... */
  public static PixelPanel of(
      byte[] source, int pixelsPerImage, int[] images, int first, int samples) {
    PixelPanel panel = new PixelPanel(pixelsPerImage, samples);
    panel.gather(source, images, first);
    panel.columns.trim();
    panel.rows.trim();
    return panel;
  }

  /** Takes the images {@code images[first]}, {@code images[first + 1]}, ... of {@code source}. */
  public void gather(byte[] source, int[] images, int first) {
    gatherColumns(source, images, first);
    gatherRows(source, images, first);
  }

  private void gatherColumns(byte[] source, int[] images, int first) {
    columns.clear();
    for (int s = 0; s < samples; s += Matrix.WIDTH) {
      for (int pixel = 0; pixel < pixelsPerImage; pixel += Octets.SIDE) {
        int n = Math.min(Matrix.WIDTH, samples - s);
        if (!gatherOctet(source, images, first + s, n, pixel)) {
          continue;
        }
        int inOctet = Math.min(Octets.SIDE, pixelsPerImage - pixel);
        for (int p = 0; p < inOctet; p++) {
          int to = columns.next();
          if (Octets.copy(octet, p * Matrix.WIDTH, columns.pixels(), to)) {
            columns.keep(pixel + p);
          }
        }
      }
      columns.endStrip();
    }
  }

  /**
   * Takes eight pixels, or what is left of the image, of up to {@link Matrix#WIDTH} samples.
   *
   * @return false if all are 0
   */
  private boolean gatherOctet(byte[] source, int[] images, int first, int n, int pixel) {
    int whole = pixel + Octets.SIDE <= pixelsPerImage ? n / Octets.SIDE * Octets.SIDE : 0;
    boolean any = whole < Matrix.WIDTH;
    for (int s = 0; s < whole; s += Octets.SIDE) {
      any |=
          Octets.transpose(
              source, images, first + s, pixelsPerImage, pixel, octet, s, Matrix.WIDTH);
    }
    if (whole < Matrix.WIDTH) {
      int inOctet = Math.min(Octets.SIDE, pixelsPerImage - pixel);
      for (int p = 0; p < inOctet; p++) {
        int row = p * Matrix.WIDTH;
        for (int s = whole; s < n; s++) {
          octet[row + s] = source[images[first + s] * pixelsPerImage + pixel + p];
        }
        Arrays.fill(octet, row + n, row + Matrix.WIDTH, (byte) 0);
      }
    }
    return any;
  }

  private void gatherRows(byte[] source, int[] images, int first) {
    rows.clear();
    for (int pixel = 0; pixel < pixelsPerImage; pixel += Matrix.WIDTH) {
      int n = Math.min(Matrix.WIDTH, pixelsPerImage - pixel);
      for (int s = 0; s < samples; s++) {
        int from = images[first + s] * pixelsPerImage + pixel;
        if (keepsRow(source, from, n)) {
          rows.keep(s);
        }
      }
      rows.endStrip();
    }
  }

  private boolean keepsRow(byte[] source, int from, int n) {
    int to = rows.next();
    if (n == Matrix.WIDTH) {
      return Octets.copy(source, from, rows.pixels(), to);
    }
    System.arraycopy(source, from, octet, 0, n);
    Arrays.fill(octet, n, Matrix.WIDTH, (byte) 0);
    return Octets.copy(octet, 0, rows.pixels(), to);
  }

  /** The number of images. */
  public int samples() {
    return samples;
  }

  /** (pixels, samples). */
  PixelStrips columns() {
    return columns;
  }

  /** (samples, pixels). */
  PixelStrips rows() {
    return rows;
  }
}
