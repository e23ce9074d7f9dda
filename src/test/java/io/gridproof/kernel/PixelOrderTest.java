package io.gridproof.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelOrderTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 15, 16, 30, 33, 64, 100, 784, 785, 1000})
  void everyPixelHasAColumnAndQuadsStayTogether(int pixels) {
    int[] columns = PixelOrder.columns(pixels);
    assertThat(columns)
        .containsExactlyInAnyOrder(IntStream.range(0, pixels).boxed().toArray(Integer[]::new));
    for (int pixel = 0; pixel < pixels; pixel++) {
      int first = pixel - pixel % PixelOrder.QUAD;
      assertThat(columns[pixel] - columns[first]).isEqualTo(pixel - first);
    }
    for (int pixel = pixels - pixels % PixelOrder.QUAD; pixel < pixels; pixel++) {
      assertThat(columns[pixel]).isEqualTo(pixel);
    }
  }

  @Test
  void aStripOfAnImageOfMnistIsTwoPatchesThatTouch() {
    int[] columns = PixelOrder.columns(784);
    for (int strip = 0; strip < 784 / Matrix.WIDTH; strip++) {
      int first = strip * Matrix.WIDTH;
      int[] pixels =
          IntStream.range(0, 784)
              .filter(p -> columns[p] >= first && columns[p] < first + Matrix.WIDTH)
              .toArray();
      int high = extent(Arrays.stream(pixels).map(p -> p / 28).toArray());
      int wide = extent(Arrays.stream(pixels).map(p -> p % 28).toArray());
      assertThat(high * wide).as("strip %d: %d x %d", strip, high, wide).isEqualTo(32);
      assertThat(Math.min(high, wide)).isEqualTo(4);
    }
  }

  private static int extent(int[] values) {
    return Arrays.stream(values).max().orElseThrow()
        - Arrays.stream(values).min().orElseThrow()
        + 1;
  }
}
