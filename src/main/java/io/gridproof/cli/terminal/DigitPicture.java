package io.gridproof.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Draws grey images in a terminal, whose characters are twice as high as they are wide. */
public enum DigitPicture {
  /** Two square cells a character, each full or empty. */
  BLOCKS {
    @Override
    char character(int upper, int lower) {
      return " \u2580\u2584\u2588".charAt((upper >= FULL ? 1 : 0) + (lower >= FULL ? 2 : 0));
    }
  },
  /** A character of the right darkness, for terminals that know no others. */
  ASCII {
    @Override
    char character(int upper, int lower) {
      String ramp = " .:-=+*#%@";
      // Strokes are thinner than a character, so that few means come near to 255.
      return ramp.charAt(Math.min((upper + lower) * ramp.length() / FULL / 5, ramp.length() - 1));
    }
  };

  /** The widest picture, in characters: five of them fit 80 columns. */
  public static final int WIDEST = 14;

  /** From here on a cell counts as inked. */
  private static final int FULL = 85;

  private static final int WHITE = 255;

  /**
   * @param upper mean pixel of the upper cell, 0 to 255
   * @param lower mean pixel of the lower cell
   */
  abstract char character(int upper, int lower);

  /** A bar of so many characters. */
  public String bar(int length) {
    return String.valueOf(character(WHITE, WHITE)).repeat(length);
  }

  /**
   * @param pixels (height * width), each an unsigned byte
   * @return lines of equal length
   */
  public List<String> draw(int height, int width, byte[] pixels) {
    int cell = (width - 1) / WIDEST + 1;
    List<String> lines = new ArrayList<>();
    for (int y = 0; y < height; y += 2 * cell) {
      StringBuilder line = new StringBuilder();
      for (int x = 0; x < width; x += cell) {
        int upper = mean(height, width, pixels, y, x, cell);
        line.append(character(upper, mean(height, width, pixels, y + cell, x, cell)));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** The mean of a square cell; outside of the image all is 0. */
  private static int mean(int height, int width, byte[] pixels, int top, int left, int cell) {
    int sum = 0;
    for (int y = top; y < Math.min(top + cell, height); y++) {
      for (int x = left; x < Math.min(left + cell, width); x++) {
        sum += pixels[y * width + x] & 0xff;
      }
    }
    return sum / (cell * cell);
  }
}
