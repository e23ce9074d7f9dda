package io.gridproof.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DigitPictureTest {
  @Test
  void blockHoldsTwoPixelsOneUponTheOther() {
    byte[] pixels = {0, -1, 0, -1, 0, 0, -1, -1};

    assertThat(DigitPicture.BLOCKS.draw(2, 4, pixels)).containsExactly(" \u2580\u2584\u2588");
  }

  @Test
  void asciiIsDarkerTheMoreInkThereIs() {
    byte[] pixels = {0, 50, -1, 0, 50, -1};

    assertThat(DigitPicture.ASCII.draw(2, 3, pixels)).containsExactly(" :@");
  }

  @Test
  void imageOfMnistTakesFourteenColumnsAndSevenLines() {
    for (DigitPicture picture : DigitPicture.values()) {
      assertThat(picture.draw(28, 28, new byte[784])).hasSize(7).allMatch(" ".repeat(14)::equals);
    }
  }

  @Test
  void oddSizesAreFilledUp() {
    assertThat(DigitPicture.BLOCKS.draw(3, 1, new byte[] {-1, -1, -1}))
        .containsExactly("\u2588", "\u2580");
  }
}
