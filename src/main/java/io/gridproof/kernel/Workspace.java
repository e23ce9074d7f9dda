package io.gridproof.kernel;

import java.util.ArrayList;
import java.util.List;

/** Scratch memory of a kernel: one matrix for each shape that it has worked on. */
final class Workspace {
  private final List<Matrix> matrices = new ArrayList<>();

  /** The matrix of this shape; its content is whatever was left in it. */
  Matrix of(int rows, int columns) {
    for (int i = 0; i < matrices.size(); i++) {
      Matrix matrix = matrices.get(i);
      if (matrix.rows() == rows && matrix.columns() == columns) {
        return matrix;
      }
    }
    Matrix matrix = Matrix.create(rows, columns);
    matrices.add(matrix);
    return matrix;
  }
}
