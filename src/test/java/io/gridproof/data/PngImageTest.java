package io.gridproof.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridproof.study.InputException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngImageTest {

  private static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static PngImage read(byte[] png, int side) {
    return PngImage.read(new ByteArrayInputStream(png), side, "test.png");
  }

  private static PngImage read(BufferedImage image, int side) throws IOException {
    return read(png(image), side);
  }

  private static BufferedImage filled(int width, int height, int type, Color colour) {
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(colour);
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    return image;
  }

  private static int[] unsigned(PngImage image) {
    int[] values = new int[image.pixels().length];
    Arrays.setAll(values, i -> image.pixels()[i] & 0xff);
    return values;
  }

  @Test
  void greyOnBlackStaysAsItIs() throws IOException {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(1, 1, 0, 128);
    image.getRaster().setSample(2, 1, 0, 255);
    PngImage read = read(image, 4);
    assertThat(read.changes()).isEmpty();
    assertThat(unsigned(read)).containsExactly(0, 0, 0, 0, 0, 128, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void sixteenBitsBecomeEight() throws IOException {
    BufferedImage image = new BufferedImage(3, 3, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(1, 1, 0, 100 * 257);
    PngImage read = read(image, 3);
    assertThat(read.changes()).isEmpty();
    assertThat(unsigned(read)).containsExactly(0, 0, 0, 0, 100, 0, 0, 0, 0);
  }

  @Test
  void darkOnLightIsInverted() throws IOException {
    BufferedImage image = filled(3, 3, BufferedImage.TYPE_BYTE_GRAY, Color.WHITE);
    image.getRaster().setSample(1, 1, 0, 55);
    PngImage read = read(image, 3);
    assertThat(read.changes()).isEqualTo("inverted");
    assertThat(unsigned(read)).containsExactly(0, 0, 0, 0, 200, 0, 0, 0, 0);
  }

  @Test
  void coloursBecomeTheirLuminance() throws IOException {
    BufferedImage image = filled(3, 3, BufferedImage.TYPE_INT_RGB, Color.BLACK);
    image.setRGB(0, 1, 0xff0000);
    image.setRGB(1, 1, 0x00ff00);
    image.setRGB(2, 1, 0x0000ff);
    PngImage read = read(image, 3);
    assertThat(read.changes()).isEqualTo("made grey");
    assertThat(unsigned(read)).containsExactly(0, 0, 0, 76, 150, 29, 0, 0, 0);
  }

  @Test
  void whatIsTransparentLiesOnWhite() throws IOException {
    BufferedImage image = new BufferedImage(3, 3, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(1, 1, 0xff000000);
    image.setRGB(0, 0, 0x80000000);
    PngImage read = read(image, 3);
    assertThat(read.changes()).isEqualTo("laid on white, inverted");
    assertThat(unsigned(read)).containsExactly(128, 0, 0, 0, 255, 0, 0, 0, 0);
  }

  @Test
  void aLargeImageIsAveragedOverAreas() throws IOException {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 200);
    image.getRaster().setSample(1, 0, 0, 100);
    image.getRaster().setSample(3, 3, 0, 40);
    PngImage read = read(image, 2);
    assertThat(read.changes()).isEqualTo("scaled 4x4 to 2x2");
    assertThat(unsigned(read)).containsExactly(75, 0, 0, 10);
  }

  @Test
  void areasMayShareAPixel() throws IOException {
    BufferedImage image = new BufferedImage(3, 3, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(1, 1, 0, 180);
    assertThat(unsigned(read(image, 2))).containsExactly(20, 20, 20, 20);
  }

  @Test
  void anOblongImageKeepsItsProportions() throws IOException {
    BufferedImage image = filled(200, 100, BufferedImage.TYPE_BYTE_GRAY, Color.WHITE);
    PngImage read = read(image, 4);
    assertThat(read.changes()).isEqualTo("scaled 200x100 to 4x2, padded to 4x4, inverted");
    assertThat(unsigned(read)).containsOnly(0);
  }

  @Test
  void aPaletteIsRead() throws IOException {
    BufferedImage image = filled(3, 3, BufferedImage.TYPE_BYTE_BINARY, Color.WHITE);
    image.setRGB(1, 1, 0);
    PngImage read = read(image, 3);
    assertThat(read.changes()).isEqualTo("inverted");
    assertThat(unsigned(read)).containsExactly(0, 0, 0, 0, 255, 0, 0, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 20, 60})
  void aFileThatIsCutOffIsRefused(int length) throws IOException {
    byte[] whole = png(new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB));
    assertThatThrownBy(() -> read(Arrays.copyOf(whole, length), 28))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("`file is a PNG image` must hold, but got ")
        .hasMessageEndingWith("(test.png)");
  }

  @Test
  void anImageThatClaimsToBeHugeIsRefused() throws IOException {
    byte[] png = png(new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB));
    png[16] = 0x00;
    png[17] = 0x7f;
    assertThatThrownBy(() -> read(png, 28)).isInstanceOf(InputException.class);
  }
}
