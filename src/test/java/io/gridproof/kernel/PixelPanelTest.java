package io.gridproof.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PixelPanelTest {
  private static final int IMAGES = 300;

  /** Around the octets that {@link PixelPanel} turns around, and the ends of vectors. */
  private static final int[] SIZES = {1, 2, 7, 8, 9, 16, 25, 31, 33, 100, 128};

  static List<Named<Kernel>> kernels() {
    return TestKernels.named();
  }

  private static byte[] pixels(int pixelsPerImage) {
    byte[] pixels = new byte[IMAGES * pixelsPerImage];
    new SplittableRandom(1).nextBytes(pixels);
    return pixels;
  }

  private static int[] order(int first, int samples) {
    int[] order = Philox.shuffledIndices(3, 0, IMAGES);
    assertThat(first + samples).isLessThanOrEqualTo(IMAGES);
    return order;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void rowsAreTheChosenImagesAsUnsignedBytes(Kernel kernel) {
    for (int n : SIZES) {
      for (int samples : SIZES) {
        byte[] pixels = pixels(n);
        int[] order = order(17, samples);
        PixelPanel panel = new PixelPanel(n, samples);
        panel.gather(pixels, order, 17);
        Matrix to = Matrix.create(samples, n);
        kernel.widenRows(panel, to);
        for (int s = 0; s < samples; s++) {
          for (int p = 0; p < n; p++) {
            assertThat(to.get(s, p))
                .as("pixel %d of %d, sample %d of %d", p, n, s, samples)
                .isEqualTo(pixels[order[17 + s] * n + p] & 0xff);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void columnsAreTheSameImages(Kernel kernel) {
    for (int n : SIZES) {
      for (int samples : SIZES) {
        PixelPanel panel = new PixelPanel(n, samples);
        panel.gather(pixels(n), order(17, samples), 17);
        Matrix rows = Matrix.create(samples, n);
        Matrix columns = Matrix.create(n, samples);
        kernel.widenRows(panel, rows);
        kernel.widenColumns(panel, columns);
        Matrices.assertBits("pixels", columns, Matrices.bits(rows.transposed()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aPanelForgetsTheImagesThatItHeldBefore(Kernel kernel) {
    PixelPanel used = new PixelPanel(25, 20);
    used.gather(pixels(25), order(100, 20), 100);
    used.gather(pixels(25), order(3, 20), 3);
    PixelPanel fresh = new PixelPanel(25, 20);
    fresh.gather(pixels(25), order(3, 20), 3);
    Matrix first = Matrix.create(25, 20);
    Matrix second = Matrix.create(25, 20);
    kernel.widenColumns(used, first);
    kernel.widenColumns(fresh, second);
    Matrices.assertBits("a used panel", first, Matrices.bits(second));
  }
}
