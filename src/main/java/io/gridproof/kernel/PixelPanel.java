package io.gridproof.kernel;

/**
 * The bytes of some images in the two orders in which products read them: pixel by pixel with the
 * lanes over samples, and sample by sample with the lanes over pixels.
 */
public final class PixelPanel {
  private final PixelStrips columns;
  private final PixelStrips rows;

  PixelPanel(PixelStrips columns, PixelStrips rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /** A panel of its own for the images {@code images[first]}, {@code images[first + 1]}, ... */
  public static PixelPanel of(
      byte[] source, int pixelsPerImage, int[] images, int first, int samples) {
    PixelPanel panel = new PixelGatherer(pixelsPerImage, samples).gather(source, images, first);
    return new PixelPanel(panel.columns.trimmed(), panel.rows.trimmed());
  }

  /** The number of images. */
  public int samples() {
    return columns.columns();
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
