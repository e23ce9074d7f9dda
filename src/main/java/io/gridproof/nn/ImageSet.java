package io.gridproof.nn;

import io.gridproof.kernel.PixelPanel;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Labelled grey images of one size, packed. One copy serves all trials of a JVM, and nobody writes
 * to its arrays.
 */
public final class ImageSet implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The digits 0 to 9. */
  public static final int CLASSES = 10;

  private final int height;
  private final int width;
  private final byte[] pixels;
  private final byte[] labels;
  private transient List<PixelPanel> panels;

  /**
   * @param height pixels
   * @param width pixels
   * @param pixels (count, height * width), each an unsigned byte
   * @param labels (count), each in 0 .. {@link #CLASSES} - 1
   */
  public ImageSet(int height, int width, byte[] pixels, byte[] labels) {
    Require.that(
        (long) labels.length * height * width == pixels.length,
        "images * height * width = " + (long) labels.length * height * width + " pixels",
        pixels.length);
    for (byte label : labels) {
      Require.that(label >= 0 && label < CLASSES, "0 <= label < " + CLASSES, label & 0xff);
    }
    this.height = height;
    this.width = width;
    this.pixels = pixels;
    this.labels = labels;
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  /** (count, height * width), each an unsigned byte. */
  public byte[] pixels() {
    return pixels;
  }

  /** (count). */
  public byte[] labels() {
    return labels;
  }

  /** The number of images. */
  public int count() {
    return labels.length;
  }

  /** The number of pixels of one image: n_0. */
  public int pixelsPerImage() {
    return height * width;
  }

  /**
   * All images in their order, in blocks of {@link Block#SAMPLES}; made once for all trials. They
   * take up to {@link TrainingMemory#BYTES_OF_PANELS} times the memory of the pixels.
   */
  synchronized List<PixelPanel> panels() {
    if (panels == null) {
      List<PixelPanel> made = new ArrayList<>();
      passingPanels().forEach(made::add);
      panels = List.copyOf(made);
    }
    return panels;
  }

  /**
   * The same for one pass over many images: each panel is made when its turn comes, and not kept.
   */
  Iterable<PixelPanel> passingPanels() {
    int[] order = IntStream.range(0, count()).toArray();
    return () ->
        IntStream.iterate(0, first -> first < count(), first -> first + Block.SAMPLES)
            .mapToObj(
                first -> {
                  int samples = Math.min(Block.SAMPLES, count() - first);
                  return PixelPanel.of(pixels, pixelsPerImage(), order, first, samples);
                })
            .iterator();
  }
}
