package io.gridproof.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridproof.kernel.PixelPanel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class ImageSetTest {

  @Test
  void knowsItsSizes() {
    ImageSet images = new ImageSet(3, 5, new byte[30], new byte[2]);
    assertThat(images.count()).isEqualTo(2);
    assertThat(images.pixelsPerImage()).isEqualTo(15);
    assertThat(images.height()).isEqualTo(3);
    assertThat(images.width()).isEqualTo(5);
  }

  @Test
  void aPixelTooManyIsRefused() {
    assertThatThrownBy(() -> new ImageSet(3, 5, new byte[31], new byte[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`images * height * width = 30 pixels` must hold, but got 31");
  }

  @Test
  void aLabelThatIsNoClassIsRefused() {
    assertThatThrownBy(() -> new ImageSet(1, 1, new byte[2], new byte[] {9, 10}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`0 <= label < 10` must hold, but got 10");
    assertThatThrownBy(() -> new ImageSet(1, 1, new byte[1], new byte[] {-1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`0 <= label < 10` must hold, but got 255");
  }

  @Test
  void anEmptySetHasNoPanels() {
    assertThat(new ImageSet(3, 5, new byte[0], new byte[0]).panels()).isEmpty();
  }

  @Test
  void panelsAreMadeOnce() {
    ImageSet images = Images.of(3, 3, 300, 1);
    assertThat(images.panels()).isSameAs(images.panels());
  }

  @Test
  void panelsHoldAllImages() {
    int samples =
        Images.of(3, 3, 300, 1).panels().stream().mapToInt(panel -> panel.samples()).sum();
    assertThat(samples).isEqualTo(300);
  }

  @Test
  void passingPanelsAreTheSameAndKeptByNobody() {
    ImageSet images = Images.of(3, 3, 300, 1);
    assertThat(images.passingPanels())
        .extracting(PixelPanel::samples)
        .containsExactly(Block.SAMPLES, Block.SAMPLES, 300 - 2 * Block.SAMPLES);
    assertThat(images.passingPanels().iterator().next())
        .isNotSameAs(images.passingPanels().iterator().next());
  }

  @Test
  void survivesSerialization() throws IOException, ClassNotFoundException {
    ImageSet images = Images.of(3, 3, 20, 1);
    images.panels();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(images);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      ImageSet again = (ImageSet) in.readObject();
      assertThat(again.pixels()).isEqualTo(images.pixels());
      assertThat(again.labels()).isEqualTo(images.labels());
      assertThat(again.height()).isEqualTo(3);
      assertThat(again.panels()).hasSameSizeAs(images.panels());
    }
  }
}
