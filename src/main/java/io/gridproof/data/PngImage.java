package io.gridproof.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A PNG file as an image like those of MNIST: a square of grey, light on dark.
 *
 * @param pixels (side * side), each an unsigned byte
 * @param changes what was done to it; empty if it was like that
 */
record PngImage(byte[] pixels, String changes) {
  /** What a small file may claim to hold is held in memory. */
  private static final int MOST_PIXELS = 1 << 24;

  /**
   * @param name of the file, in messages
   */
  static PngImage read(InputStream in, int side, String name) {
    BufferedImage image = decode(in, name);
    GreyImage grey = GreyImage.of(image);
    List<String> changes = new ArrayList<>();
    if (anyPixel(image, PngImage::hasColour)) {
      changes.add("made grey");
    }
    if (anyPixel(image, argb -> argb >>> 24 != 0xff)) {
      changes.add("laid on white");
    }
    if (grey.height() != side || grey.width() != side) {
      GreyImage fitting = fitted(grey, side);
      changes.add("scaled " + size(grey) + " to " + size(fitting));
      if (fitting.height() != side || fitting.width() != side) {
        fitting = fitting.centred(side, grey.border());
        changes.add("padded to " + size(fitting));
      }
      grey = fitting;
    }
    if (grey.border() > GreyImage.WHITE / 2) {
      grey = grey.inverted();
      changes.add("inverted");
    }
    return new PngImage(grey.bytes(), String.join(", ", changes));
  }

  private static boolean anyPixel(BufferedImage image, IntPredicate argb) {
    return IntStream.range(0, image.getHeight())
        .flatMap(y -> IntStream.range(0, image.getWidth()).map(x -> image.getRGB(x, y)))
        .anyMatch(argb);
  }

  private static boolean hasColour(int argb) {
    int blue = argb & 0xff;
    return (argb >> 8 & 0xff) != blue || (argb >> 16 & 0xff) != blue;
  }

  /** As large as fits into the square, in its own proportions. */
  private static GreyImage fitted(GreyImage image, int side) {
    double scale = (double) side / Math.max(image.height(), image.width());
    return image.scaled(
        Math.max(1, (int) Math.round(image.height() * scale)),
        Math.max(1, (int) Math.round(image.width() * scale)));
  }

  private static String size(GreyImage image) {
    return image.width() + "x" + image.height();
  }

  private static BufferedImage decode(InputStream in, String name) {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try {
      reader.setInput(new MemoryCacheImageInputStream(in), true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MOST_PIXELS) {
        throw Refusal.of("width * height <= " + MOST_PIXELS, pixels, name);
      }
      return reader.read(0);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // The reader finds some mistakes by stumbling over them.
      throw Refusal.of("file is a PNG image", e.getMessage(), name);
    } finally {
      reader.dispose();
    }
  }
}
