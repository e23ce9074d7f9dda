package io.gridproof.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * An image in shades of grey.
 *
 * @param values (height * width), from 0, black, to 255, white
 */
record GreyImage(int height, int width, float[] values) {
  static final float WHITE = 255;

  /** How the eye weighs red, green and blue (ITU-R BT.601). */
  private static final float[] LUMINANCE = {0.299f, 0.587f, 0.114f};

  private static final int OPAQUE = 255;

  /** Colours by their luminance, what is transparent over white. */
  static GreyImage of(BufferedImage image) {
    boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    GreyImage to =
        new GreyImage(
            image.getHeight(), image.getWidth(), new float[image.getHeight() * image.getWidth()]);
    for (int y = 0; y < to.height; y++) {
      for (int x = 0; x < to.width; x++) {
        to.values[y * to.width + x] = grey ? stored(image, x, y) : luminance(image.getRGB(x, y));
      }
    }
    return to;
  }

  /** The pixel as it is in the file: Java takes grey for linear and would brighten it. */
  private static float stored(BufferedImage image, int x, int y) {
    Raster raster = image.getRaster();
    float value = raster.getSample(x, y, 0) / largest(raster, 0);
    float opacity = raster.getNumBands() == 1 ? 1 : raster.getSample(x, y, 1) / largest(raster, 1);
    return overWhite(WHITE * value, opacity);
  }

  private static float largest(Raster raster, int band) {
    return (1 << raster.getSampleModel().getSampleSize(band)) - 1;
  }

  private static float luminance(int argb) {
    float value =
        LUMINANCE[0] * (argb >> 16 & 0xff)
            + LUMINANCE[1] * (argb >> 8 & 0xff)
            + LUMINANCE[2] * (argb & 0xff);
    return overWhite(value, (float) (argb >>> 24) / OPAQUE);
  }

  private static float overWhite(float value, float opacity) {
    return opacity * value + (1 - opacity) * WHITE;
  }

  /** The mean of the outermost pixels. */
  float border() {
    double sum = 0;
    int count = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (y == 0 || y == height - 1 || x == 0 || x == width - 1) {
          sum += values[y * width + x];
          count++;
        }
      }
    }
    return (float) (sum / count);
  }

  GreyImage inverted() {
    GreyImage to = new GreyImage(height, width, new float[values.length]);
    for (int i = 0; i < values.length; i++) {
      to.values[i] = WHITE - values[i];
    }
    return to;
  }

  /** Each pixel becomes the mean of the area that it covers. */
  GreyImage scaled(int newHeight, int newWidth) {
    GreyImage to = new GreyImage(newHeight, newWidth, new float[newHeight * newWidth]);
    for (int y = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++) {
        to.values[y * newWidth + x] =
            mean(
                (double) y * height / newHeight,
                (double) (y + 1) * height / newHeight,
                (double) x * width / newWidth,
                (double) (x + 1) * width / newWidth);
      }
    }
    return to;
  }

  private float mean(double top, double bottom, double left, double right) {
    double sum = 0;
    for (int y = (int) top; y < Math.min(height, Math.ceil(bottom)); y++) {
      double rows = Math.min(bottom, y + 1) - Math.max(top, y);
      for (int x = (int) left; x < Math.min(width, Math.ceil(right)); x++) {
        double columns = Math.min(right, x + 1) - Math.max(left, x);
        sum += rows * columns * values[y * width + x];
      }
    }
    return (float) (sum / ((bottom - top) * (right - left)));
  }

  /** In the middle of a square of one shade. */
  GreyImage centred(int side, float shade) {
    GreyImage to = new GreyImage(side, side, new float[side * side]);
    Arrays.fill(to.values, shade);
    int top = (side - height) / 2;
    int left = (side - width) / 2;
    for (int y = 0; y < height; y++) {
      System.arraycopy(values, y * width, to.values, (top + y) * side + left, width);
    }
    return to;
  }

  byte[] bytes() {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(values[i]);
    }
    return bytes;
  }
}
