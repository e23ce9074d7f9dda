package io.gridproof.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridproof.kernel.Kernel.Start;
import org.junit.jupiter.api.Test;

class MatrixTest {

  @Test
  void startsWithZeros() {
    assertThat(Matrices.bits(Matrix.create(3, 40))).containsOnly(0).hasSize(120);
  }

  @Test
  void firstColumnsShareTheMemory() {
    Matrix matrix = Matrices.ordinary(5, 7, 1);
    Matrix first = matrix.firstColumns(3);
    assertThat(first).hasToString("5 x 3");
    first.set(1, 2, 99f);
    assertThat(matrix.get(1, 2)).isEqualTo(99f);
  }

  @Test
  void fillReachesEveryElement() {
    Matrix matrix = Matrix.create(11, 40);
    matrix.fill(3f);
    assertThat(Matrices.bits(matrix)).hasSize(440).containsOnly(Float.floatToIntBits(3f));
  }

  @Test
  void everyElementHasAPlaceOfItsOwn() {
    Matrix matrix = Matrix.create(23, 70);
    for (int i = 0; i < 23; i++) {
      for (int j = 0; j < 70; j++) {
        matrix.set(i, j, 70 * i + j);
      }
    }
    for (int i = 0; i < 23; i++) {
      for (int j = 0; j < 70; j++) {
        assertThat(matrix.get(i, j)).isEqualTo(70 * i + j);
      }
    }
  }

  @Test
  void everyPixelHasAPlaceOfItsOwn() {
    for (int pixels : new int[] {1, 3, 4, 5, 30, 64, 65, 100, 784, 800}) {
      Matrix matrix = Matrix.ofPixels(11, pixels);
      for (int i = 0; i < 11; i++) {
        for (int j = 0; j < pixels; j++) {
          matrix.set(i, j, pixels * i + j);
        }
      }
      for (int i = 0; i < 11; i++) {
        for (int j = 0; j < pixels; j++) {
          assertThat(matrix.get(i, j)).isEqualTo(pixels * i + j);
        }
      }
    }
  }

  @Test
  void columnsOfPixelsMeetNoOthers() {
    Matrix pixels = Matrix.ofPixels(10, 64);
    Matrix others = Matrix.create(10, 64);
    Kernel kernel = Kernel.best();
    String differ = "shapes must be equal, but got 10 x 64 pixels and 10 x 64";
    assertThatThrownBy(() -> kernel.copy(pixels, others)).hasMessage(differ);
    assertThatThrownBy(() -> kernel.sgd(pixels, Part.all(others), 1f, 1f)).hasMessage(differ);
    String refused = "columns must not be pixels, but got 10 x 64 pixels";
    assertThatThrownBy(() -> pixels.firstColumns(3)).hasMessage(refused);
    assertThatThrownBy(() -> kernel.addRowSums(pixels, Matrix.create(1, 10))).hasMessage(refused);
    Matrix square = Matrix.create(10, 10);
    assertThatThrownBy(() -> kernel.multiplyByTransposed(others, pixels, Start.ZERO, square))
        .hasMessage(refused);
    assertThatThrownBy(() -> kernel.multiplyTransposed(square, pixels, others)).hasMessage(refused);
    assertThatThrownBy(() -> kernel.multiplyTransposed(square, others, pixels)).hasMessage(refused);
    assertThatThrownBy(() -> Transposition.turn(pixels, Matrix.create(64, 10))).hasMessage(refused);
  }

  @Test
  void zerosHaveTheirColumnsAtTheSamePlaces() {
    Matrix pixels = Matrix.ofPixels(10, 64);
    pixels.fill(1f);
    Matrix zeros = pixels.zeros();
    assertThat(Matrices.bits(zeros)).hasSize(640).containsOnly(0);
    Kernel.best().copy(pixels, zeros);
    assertThat(Matrices.bits(zeros)).containsExactly(Matrices.bits(pixels));
  }

  @Test
  void moreColumnsThanThereAreAreRefused() {
    assertThatThrownBy(() -> Matrix.create(2, 3).firstColumns(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`columns <= 3` must hold, but got 4");
  }

  @Test
  void moreNumbersThanAnArrayHoldsAreRefused() {
    assertThatThrownBy(() -> Matrix.create(1 << 20, 1 << 20))
        .isInstanceOf(ArithmeticException.class);
  }
}
