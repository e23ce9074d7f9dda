package io.gridproof.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridproof.kernel.Kernel.Start;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("lanes")
class PixelPanelTest {
  private static final int IMAGES = 300;

  /**
   * Around the octets that {@link PixelPanel} turns around, the strips, and the blocks of steps.
   */
  private static final int[] SIZES = {1, 2, 7, 8, 9, 16, 25, 31, 32, 33, 100, 128, 300};

  static List<Named<Kernel>> kernels() {
    return TestKernels.named();
  }

  /** Images with large areas of 0, as those of digits have. */
  private static byte[] pixels(int pixelsPerImage) {
    byte[] pixels = new byte[IMAGES * pixelsPerImage];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < pixels.length; i++) {
      boolean ink = i % pixelsPerImage % 5 != 1 && random.nextInt(60) == 0;
      pixels[i] = ink ? (byte) random.nextInt(256) : 0;
    }
    return pixels;
  }

  private static int[] order() {
    return Philox.shuffledIndices(3, 0, IMAGES);
  }

  private static PixelPanel panel(int n, int first, int samples) {
    return PixelPanel.of(pixels(n), n, order(), first, samples);
  }

  private interface Pixel {
    int at(int row, int column);
  }

  /** What the strips hold is what should be there, and each row that is left out is 0. */
  private static void assertHolds(PixelStrips strips, Pixel expected) {
    for (int strip = 0; strip < strips.strips(); strip++) {
      int entry = strips.start(strip);
      for (int row = 0; row < strips.rows(); row++) {
        boolean isThere = entry < strips.start(strip + 1) && strips.index()[entry] == row;
        boolean any = false;
        for (int j = 0; j < Matrix.WIDTH; j++) {
          int column = strip * Matrix.WIDTH + j;
          int pixel = column < strips.columns() ? expected.at(row, column) : 0;
          any |= pixel != 0;
          int held = isThere ? strips.pixels()[entry * Matrix.WIDTH + j] & 0xff : 0;
          assertThat(held).as("row %d, column %d of %s", row, column, strips).isEqualTo(pixel);
        }
        assertThat(isThere).as("row %d of strip %d of %s", row, strip, strips).isEqualTo(any);
        entry += isThere ? 1 : 0;
      }
    }
  }

  @Test
  void bothOrdersHoldTheChosenImages() {
    for (int n : SIZES) {
      for (int samples : SIZES) {
        if (samples > IMAGES - 17) {
          continue;
        }
        byte[] pixels = pixels(n);
        int[] order = order();
        PixelPanel panel = panel(n, 17, samples);
        int[] pixel = pixelOfColumn(n);
        assertHolds(panel.rows(), (s, c) -> pixels[order[17 + s] * n + pixel[c]] & 0xff);
        assertHolds(panel.columns(), (p, s) -> pixels[order[17 + s] * n + p] & 0xff);
      }
    }
  }

  @Test
  void aPanelForgetsTheImagesThatItHeldBefore() {
    PixelGatherer gatherer = new PixelGatherer(25, 20);
    gatherer.gather(pixels(25), order(), 100);
    PixelPanel used = gatherer.gather(pixels(25), order(), 3);
    byte[] pixels = pixels(25);
    int[] order = order();
    assertHolds(used.columns(), (p, s) -> pixels[order[3 + s] * 25 + p] & 0xff);
    int[] pixel = pixelOfColumn(25);
    assertHolds(used.rows(), (s, c) -> pixels[order[3 + s] * 25 + pixel[c]] & 0xff);
  }

  private static int[] pixelOfColumn(int n) {
    int[] columns = PixelOrder.columns(n);
    int[] pixels = new int[n];
    for (int pixel = 0; pixel < n; pixel++) {
      pixels[columns[pixel]] = pixel;
    }
    return pixels;
  }

  private static Matrix images(int n, int first, int samples) {
    Matrix images = Matrix.create(n, samples);
    byte[] pixels = pixels(n);
    int[] order = order();
    for (int s = 0; s < samples; s++) {
      for (int p = 0; p < n; p++) {
        images.set(p, s, pixels[order[first + s] * n + p] & 0xff);
      }
    }
    return images;
  }

  private static Matrix ofPixels(Matrix from) {
    Matrix to = Matrix.ofPixels(from.rows(), from.columns());
    for (int i = 0; i < from.rows(); i++) {
      for (int k = 0; k < from.columns(); k++) {
        to.set(i, k, from.get(i, k));
      }
    }
    return to;
  }

  /** The products with a panel are the reference's with its pixels, of which none is left out. */
  private static void assertIsTheProduct(Kernel kernel, int units, int n, int samples, int every) {
    String what = "%d units, %d pixels, %d samples".formatted(units, n, samples);
    PixelPanel panel = panel(n, 0, samples);
    Matrix columns = images(n, 0, samples);
    Matrix w = Matrices.withSpecials(units, n, 1, every);
    Matrix b = Matrices.withSpecials(1, units, 2, every);
    Matrix z = Matrices.ordinary(units, samples, 3);
    Matrix expected = Matrices.ordinary(units, samples, 4);
    kernel.affine(w, panel, b, z);
    Kernel reference = TestKernels.reference();
    reference.affine(w, columns, b, expected);
    Matrices.assertBits("Z of " + what, z, Matrices.bits(expected));

    Matrix delta = Matrices.withSpecials(units, samples, 5, every);
    Matrix expectedSums = Matrices.ordinary(units, n, 6);
    Matrix sums = ofPixels(expectedSums);
    Matrix parts = sums.zeros();
    kernel.multiplyByTransposed(delta, panel, Start.SUM, sums, part -> Matrices.store(part, parts));
    kernel.multiplyByTransposed(delta, panel, Start.SUM, sums);
    reference.multiplyByTransposed(delta, columns, Start.SUM, expectedSums);
    Matrices.assertBits("sums of " + what, sums, Matrices.bits(expectedSums));
    Matrices.assertBits("parts of sums of " + what, parts, Matrices.bits(expectedSums));
    kernel.multiplyByTransposed(
        delta, panel, Start.ZERO, sums, part -> Matrices.store(part, parts));
    kernel.multiplyByTransposed(delta, panel, Start.ZERO, sums);
    reference.multiplyByTransposed(delta, columns, Start.ZERO, expectedSums);
    Matrices.assertBits("product of " + what, sums, Matrices.bits(expectedSums));
    Matrices.assertBits("parts of product of " + what, parts, Matrices.bits(expectedSums));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void productsLeaveOutOnlyWhatChangesNothing(Kernel kernel) {
    for (int units : new int[] {1, 10, 33, 170}) {
      for (int n : new int[] {1, 25, 33, 300, 784}) {
        for (int samples : new int[] {1, 31, 33, 128}) {
          assertIsTheProduct(kernel, units, n, samples, Integer.MAX_VALUE);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void weightsThatAreNotFiniteAndBiasesOfMinusZeroTakeEveryStep(Kernel kernel) {
    for (int units : new int[] {1, 10, 33}) {
      for (int every : new int[] {2, 30, 1000}) {
        assertIsTheProduct(kernel, units, 100, 40, every);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aBiasOfMinusZeroMeetsPlusZero(Kernel kernel) {
    Matrix w = Matrix.create(3, 25);
    w.fill(1f);
    Matrix b = Matrix.create(1, 3);
    b.fill(-0f);
    Matrix z = Matrix.create(3, 4);
    kernel.affine(w, PixelPanel.of(new byte[100], 25, new int[] {0, 1, 2, 3}, 0, 4), b, z);
    assertThat(Matrices.bits(z)).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void columnsThatAreNoPixelsAreRefused(Kernel kernel) {
    PixelPanel panel = panel(25, 0, 4);
    Matrix delta = Matrix.create(3, 4);
    Matrix c = Matrix.create(3, 25);
    assertThatThrownBy(() -> kernel.multiplyByTransposed(delta, panel, Start.ZERO, c))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("columns must be pixels, but got 3 x 25");
    assertThatThrownBy(() -> kernel.multiplyByTransposed(delta, panel, Start.ZERO, c, part -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("columns must be pixels, but got 3 x 25");
  }
}
