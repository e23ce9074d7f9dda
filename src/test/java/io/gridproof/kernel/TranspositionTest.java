package io.gridproof.kernel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TranspositionTest {
  @Test
  void rowsBecomeColumnsAndKeepTheirBits() {
    for (int rows : Matrices.AWKWARD) {
      for (int columns : Matrices.AWKWARD) {
        Matrix from = Matrices.withSpecials(rows, columns, 1, 3);
        Matrix to = Matrices.withSpecials(columns, rows, 2, 3);
        Transposition.turn(from, to);
        String what = "%d x %d".formatted(rows, columns);
        Matrices.assertBits(what, to, Matrices.bits(Matrices.transposed(from)));
      }
    }
  }

  @Test
  void takesTheFirstColumnsOfALargerMatrix() {
    Matrix from = Matrices.withSpecials(17, 128, 1, 3).firstColumns(37);
    Matrix to = Matrix.create(37, 40).firstColumns(17);
    Transposition.turn(from, to);
    Matrices.assertBits("37 of 128 columns", to, Matrices.bits(Matrices.transposed(from)));
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> Transposition.turn(Matrix.create(2, 3), Matrix.create(3, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shapes must be equal, but got 2 x 3 transposed and 3 x 4");
  }
}
