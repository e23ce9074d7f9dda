package io.gridproof.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MatrixTest {

  @Test
  void startsWithZeros() {
    assertThat(Matrices.bits(Matrix.create(3, 40))).containsOnly(0).hasSize(120);
  }

  @Test
  void firstRowsAndColumnsShareTheMemory() {
    Matrix matrix = Matrices.ordinary(5, 7, 1);
    Matrix corner = matrix.firstRows(2).firstColumns(3);
    assertThat(corner).hasToString("2 x 3");
    corner.set(1, 2, 99f);
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
  void moreColumnsThanThereAreAreRefused() {
    assertThatThrownBy(() -> Matrix.create(2, 3).firstColumns(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`columns <= 3` must hold, but got 4");
  }

  @Test
  void moreRowsThanThereAreAreRefused() {
    assertThatThrownBy(() -> Matrix.create(2, 3).firstRows(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`rows <= 2` must hold, but got 4");
  }

  @Test
  void moreNumbersThanAnArrayHoldsAreRefused() {
    assertThatThrownBy(() -> Matrix.create(1 << 20, 1 << 20))
        .isInstanceOf(ArithmeticException.class);
  }
}
