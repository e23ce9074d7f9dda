package io.gridproof.kernel;

/**
 * The bytes of some images in two orders: where they lie, image by image, and gathered pixel by
 * pixel, so that either kind of product reads them in the direction of its lanes.
 */
public final class PixelPanel {
  private final int pixelsPerImage;
  private final int samples;
  private final int stride;
  private final byte[] columns;

  private byte[] source;
  private int[] images;
  private int first;

  /** A panel for a number of images. */
  public PixelPanel(int pixelsPerImage, int samples) {
    this.pixelsPerImage = pixelsPerImage;
    this.samples = samples;
    this.stride = (samples + Matrix.PADDING - 1) / Matrix.PADDING * Matrix.PADDING;
    this.columns = new byte[Math.multiplyExact(pixelsPerImage, stride)];
  }

  /**
   * Takes the images {@code images[first]}, {@code images[first + 1]}, ... of {@code source}. The
   * arrays are read until the next call.
   */
  public void gather(byte[] source, int[] images, int first) {
    this.source = source;
    this.images = images;
    this.first = first;
    int octetsOfPixels = pixelsPerImage / Octets.SIDE * Octets.SIDE;
    int octetsOfSamples = samples / Octets.SIDE * Octets.SIDE;
    for (int pixel = 0; pixel < octetsOfPixels; pixel += Octets.SIDE) {
      for (int s = 0; s < octetsOfSamples; s += Octets.SIDE) {
        Octets.transpose(
            source, images, first + s, pixelsPerImage, pixel, columns, pixel * stride + s, stride);
      }
    }
    for (int s = 0; s < samples; s++) {
      int from = sourceIndex(s);
      for (int pixel = s < octetsOfSamples ? octetsOfPixels : 0; pixel < pixelsPerImage; pixel++) {
        columns[pixel * stride + s] = source[from + pixel];
      }
    }
  }

  /** The number of images. */
  public int samples() {
    return samples;
  }

  /** The images, each in one piece. */
  byte[] source() {
    return source;
  }

  /** Where the image of a sample begins in {@link #source}. */
  int sourceIndex(int sample) {
    return images[first + sample] * pixelsPerImage;
  }

  /** (pixels, samples). */
  byte[] columns() {
    return columns;
  }

  /** Where the samples of a pixel begin in {@link #columns}. */
  int columnsIndex(int pixel) {
    return pixel * stride;
  }
}
