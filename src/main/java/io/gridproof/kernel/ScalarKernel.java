package io.gridproof.kernel;

import java.util.Arrays;

/**
 * The law in plain Java: what every other implementation must equal bit by bit, and what runs where
 * the vector module is missing.
 */
sealed class ScalarKernel implements Kernel permits VectorKernel {

  @Override
  public String description() {
    return "scalar";
  }

  @Override
  public void multiplyAdd(Matrix a, Matrix b, Matrix c) {
    checkProduct(a, b, c);
    for (int i = 0; i < c.rows(); i++) {
      int ci = c.index(i, 0);
      for (int k = 0; k < a.columns(); k++) {
        axpy(a.get(i, k), b.data, b.index(k, 0), c.data, ci, c.columns());
      }
    }
  }

  private static void axpy(float a, float[] b, int bi, float[] c, int ci, int n) {
    for (int j = 0; j < n; j++) {
      c[ci + j] = Math.fma(a, b[bi + j], c[ci + j]);
    }
  }

  static void checkProduct(Matrix a, Matrix b, Matrix c) {
    if (a.columns() != b.rows() || a.rows() != c.rows() || b.columns() != c.columns()) {
      throw new IllegalArgumentException("cannot add (" + a + ") (" + b + ") to (" + c + ")");
    }
    if (!b.hasPaddedRows() || !c.hasPaddedRows()) {
      throw new IllegalArgumentException("rows of the second factor and the sum must be padded");
    }
  }

  @Override
  public void copy(Matrix from, Matrix to) {
    checkSameShape(from, to);
    for (int i = 0; i < to.rows(); i++) {
      System.arraycopy(from.data, from.index(i, 0), to.data, to.index(i, 0), to.columns());
    }
  }

  @Override
  public void transpose(Matrix from, Matrix to) {
    checkSameShape(from.transposed(), to);
    // Square tiles, as one of the two sides is not contiguous.
    int tile = 16;
    for (int i0 = 0; i0 < from.rows(); i0 += tile) {
      int i1 = Math.min(i0 + tile, from.rows());
      for (int j0 = 0; j0 < from.columns(); j0 += tile) {
        int j1 = Math.min(j0 + tile, from.columns());
        for (int j = j0; j < j1; j++) {
          transposeColumn(
              from.data, from.index(i0, j), from.rowStride, to.data, to.index(j, i0), i1 - i0);
        }
      }
    }
  }

  private static void transposeColumn(
      float[] from, int fromAt, int stride, float[] to, int toAt, int n) {
    for (int i = 0; i < n; i++) {
      to[toAt + i] = from[fromAt + i * stride];
    }
  }

  @Override
  public final void widenRows(PixelPanel panel, Matrix to) {
    for (int i = 0; i < to.rows(); i++) {
      widen(panel.source(), panel.sourceIndex(i), to.data, to.index(i, 0), to.columns());
    }
  }

  @Override
  public final void widenColumns(PixelPanel panel, Matrix to) {
    for (int i = 0; i < to.rows(); i++) {
      widen(panel.columns(), panel.columnsIndex(i), to.data, to.index(i, 0), to.columns());
    }
  }

  /** to[at + j] := the unsigned byte from[fromAt + j], for j below n. */
  void widen(byte[] from, int fromAt, float[] to, int at, int n) {
    for (int j = 0; j < n; j++) {
      to[at + j] = from[fromAt + j] & 0xff;
    }
  }

  @Override
  public void scale(Matrix from, float factor, Matrix to) {
    checkSameShape(from, to);
    for (int i = 0; i < to.rows(); i++) {
      for (int j = 0; j < to.columns(); j++) {
        to.set(i, j, factor * from.get(i, j));
      }
    }
  }

  @Override
  public final void addRowSums(Matrix d, Matrix sums) {
    int i = 0;
    // Four chains at a time: one alone waits for its own sums.
    for (; i + 4 <= d.rows(); i += 4) {
      addFourRowSums(d, i, sums);
    }
    for (; i < d.rows(); i++) {
      float sum = sums.get(0, i);
      for (int j = 0; j < d.columns(); j++) {
        sum += d.get(i, j);
      }
      sums.set(0, i, sum);
    }
  }

  private static void addFourRowSums(Matrix d, int i, Matrix sums) {
    float[] data = d.data;
    int at0 = d.index(i, 0);
    int at1 = d.index(i + 1, 0);
    int at2 = d.index(i + 2, 0);
    int at3 = d.index(i + 3, 0);
    float sum0 = sums.get(0, i);
    float sum1 = sums.get(0, i + 1);
    float sum2 = sums.get(0, i + 2);
    float sum3 = sums.get(0, i + 3);
    for (int j = 0; j < d.columns(); j++) {
      sum0 += data[at0 + j];
      sum1 += data[at1 + j];
      sum2 += data[at2 + j];
      sum3 += data[at3 + j];
    }
    sums.set(0, i, sum0);
    sums.set(0, i + 1, sum1);
    sums.set(0, i + 2, sum2);
    sums.set(0, i + 3, sum3);
  }

  @Override
  public final void fillRows(Matrix b, Matrix z) {
    for (int i = 0; i < z.rows(); i++) {
      Arrays.fill(z.data, z.index(i, 0), z.index(i, z.columns()), b.get(0, i));
    }
  }

  @Override
  public void relu(Matrix z) {
    for (int i = 0; i < z.rows(); i++) {
      int end = z.index(i, z.columns());
      for (int at = z.index(i, 0); at < end; at++) {
        z.data[at] = z.data[at] < 0 ? 0f : z.data[at];
      }
    }
  }

  @Override
  public void sigmoid(Matrix z) {
    for (int i = 0; i < z.rows(); i++) {
      for (int j = 0; j < z.columns(); j++) {
        z.set(i, j, Functions.sigmoid(z.get(i, j)));
      }
    }
  }

  @Override
  public void tanh(Matrix z) {
    for (int i = 0; i < z.rows(); i++) {
      for (int j = 0; j < z.columns(); j++) {
        z.set(i, j, Functions.tanh(z.get(i, j)));
      }
    }
  }

  @Override
  public void timesReluDerivative(Matrix a, Matrix d) {
    checkSameShape(a, d);
    for (int i = 0; i < d.rows(); i++) {
      for (int j = 0; j < d.columns(); j++) {
        d.set(i, j, a.get(i, j) > 0 ? d.get(i, j) : 0f);
      }
    }
  }

  @Override
  public void timesSigmoidDerivative(Matrix a, Matrix d) {
    checkSameShape(a, d);
    for (int i = 0; i < d.rows(); i++) {
      for (int j = 0; j < d.columns(); j++) {
        d.set(i, j, d.get(i, j) * (a.get(i, j) * (1f - a.get(i, j))));
      }
    }
  }

  @Override
  public void timesTanhDerivative(Matrix a, Matrix d) {
    checkSameShape(a, d);
    for (int i = 0; i < d.rows(); i++) {
      for (int j = 0; j < d.columns(); j++) {
        d.set(i, j, d.get(i, j) * Math.fma(-a.get(i, j), a.get(i, j), 1f));
      }
    }
  }

  @Override
  public void times(Matrix a, Matrix b, Matrix to) {
    checkSameShape(a, b);
    checkSameShape(a, to);
    for (int i = 0; i < to.rows(); i++) {
      for (int j = 0; j < to.columns(); j++) {
        to.set(i, j, a.get(i, j) * b.get(i, j));
      }
    }
  }

  @Override
  public void softmax(Matrix z, float[] maxima, float[] sums) {
    softmaxFrom(0, z, maxima, sums);
  }

  /** Softmax of the columns from {@code first} on. */
  static void softmaxFrom(int first, Matrix z, float[] maxima, float[] sums) {
    for (int j = first; j < z.columns(); j++) {
      float max = z.get(0, j);
      for (int i = 1; i < z.rows(); i++) {
        max = z.get(i, j) > max ? z.get(i, j) : max;
      }
      float sum = 0;
      for (int i = 0; i < z.rows(); i++) {
        float e = Functions.exp(z.get(i, j) - max);
        z.set(i, j, e);
        sum += e;
      }
      for (int i = 0; i < z.rows(); i++) {
        z.set(i, j, z.get(i, j) / sum);
      }
      maxima[j] = max;
      sums[j] = sum;
    }
  }

  @Override
  public void mask(
      long seed, int step, int layer, int firstSample, int keepBelow, float kept, Matrix mask) {
    Philox.mask(seed, step, layer, firstSample, keepBelow, kept, mask);
  }

  @Override
  public void sgd(Matrix w, Matrix g, float s, float alpha) {
    checkSameShape(w, g);
    for (int i = 0; i < w.rows(); i++) {
      for (int j = 0; j < w.columns(); j++) {
        w.set(i, j, Math.fma(-alpha, g.get(i, j) * s, w.get(i, j)));
      }
    }
  }

  @Override
  public void momentum(Matrix w, Matrix g, float s, float alpha, float beta, Matrix v) {
    checkSameShape(w, g);
    checkSameShape(w, v);
    for (int i = 0; i < w.rows(); i++) {
      for (int j = 0; j < w.columns(); j++) {
        float velocity = Math.fma(beta, v.get(i, j), g.get(i, j) * s);
        v.set(i, j, velocity);
        w.set(i, j, Math.fma(-alpha, velocity, w.get(i, j)));
      }
    }
  }

  @Override
  public void adam(Matrix w, Matrix g, float s, Adam adam, Matrix m, Matrix v) {
    checkSameShape(w, g);
    checkSameShape(w, m);
    checkSameShape(w, v);
    for (int i = 0; i < w.rows(); i++) {
      for (int j = 0; j < w.columns(); j++) {
        float gradient = g.get(i, j) * s;
        m.set(i, j, adam.first(m.get(i, j), gradient));
        v.set(i, j, adam.second(v.get(i, j), gradient));
        w.set(i, j, adam.updated(w.get(i, j), m.get(i, j), v.get(i, j)));
      }
    }
  }

  static void checkSameShape(Matrix a, Matrix b) {
    if (a.rows() != b.rows() || a.columns() != b.columns()) {
      throw new IllegalArgumentException("shapes must be equal, but got " + a + " and " + b);
    }
  }
}
