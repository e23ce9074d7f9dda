package io.gridproof.kernel;

import java.util.function.Consumer;

/**
 * What the javadoc of {@link Kernel} says, word by word, and nothing for speed: one element after
 * the other, no tiles, no transposes, and no step of a pixel left out. The other kernels are held
 * to it.
 */
final class ReferenceKernel implements Kernel {

  private interface Element {
    float of(int row, int column);
  }

  /** Something new for each element of a matrix. */
  private interface Rule {
    float of(float before, int row, int column);
  }

  private static void forEach(Matrix matrix, Rule rule) {
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        matrix.set(i, j, rule.of(matrix.get(i, j), i, j));
      }
    }
  }

  /** begin + a[i, 0] b[0, j] + ... + a[i, K - 1] b[K - 1, j], each by one fused multiply-add. */
  private static float chain(float begin, int depth, int i, int j, Element a, Element b) {
    float chain = begin;
    for (int k = 0; k < depth; k++) {
      chain = Math.fma(a.of(i, k), b.of(k, j), chain);
    }
    return chain;
  }

  /** The pixels of a panel, (pixels, samples). */
  private static Matrix pixels(PixelPanel panel) {
    PixelStrips strips = panel.columns();
    Matrix pixels = Matrix.create(strips.rows(), strips.columns());
    for (int strip = 0; strip < strips.strips(); strip++) {
      for (int entry = strips.start(strip); entry < strips.start(strip + 1); entry++) {
        for (int j = 0; j < Matrix.WIDTH && strip * Matrix.WIDTH + j < pixels.columns(); j++) {
          int pixel = strips.pixels()[entry * Matrix.WIDTH + j] & 0xff;
          pixels.set(strips.index()[entry], strip * Matrix.WIDTH + j, pixel);
        }
      }
    }
    return pixels;
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  @Override
  public String description() {
    return "reference";
  }

  @Override
  public void affine(Matrix w, Matrix x, Matrix b, Matrix z) {
    check(b.columns() == z.rows(), "one bias for each row of " + z + ", but got " + b);
    check(
        w.columns() == x.rows() && w.rows() == z.rows() && x.columns() == z.columns(),
        "shapes do not fit: (" + w + ") (" + x + ") to (" + z + ")");
    forEach(z, (before, i, j) -> chain(b.get(0, i), w.columns(), i, j, w::get, x::get));
  }

  @Override
  public void affine(Matrix w, PixelPanel x, Matrix b, Matrix z) {
    affine(w, pixels(x), b, z);
  }

  @Override
  public void multiplyTransposed(Matrix a, Matrix b, Matrix c) {
    check(
        a.rows() == b.rows() && a.columns() == c.rows() && b.columns() == c.columns(),
        "shapes do not fit: (" + a + ")^T (" + b + ") to (" + c + ")");
    forEach(c, (before, i, j) -> chain(0f, a.rows(), i, j, (r, k) -> a.get(k, r), b::get));
  }

  @Override
  public void multiplyByTransposed(Matrix a, Matrix b, Start start, Matrix c) {
    check(
        a.columns() == b.columns() && a.rows() == c.rows() && b.rows() == c.columns(),
        "shapes do not fit: (%s) (%d x %d) to (%s)".formatted(a, b.columns(), b.rows(), c));
    forEach(
        c,
        (before, i, j) -> {
          float begin = start == Start.ZERO ? 0f : before;
          return chain(begin, a.columns(), i, j, a::get, (k, column) -> b.get(column, k));
        });
  }

  @Override
  public void multiplyByTransposed(Matrix a, PixelPanel b, Start start, Matrix c) {
    check(c.isOfPixels(), "columns must be pixels, but got " + c);
    multiplyByTransposed(a, pixels(b), start, c);
  }

  @Override
  public void multiplyByTransposed(
      Matrix a, Matrix b, Start start, Matrix c, Consumer<Part> parts) {
    Matrix sums = c.zeros();
    forEach(sums, (before, i, j) -> c.get(i, j));
    multiplyByTransposed(a, b, start, sums);
    parts.accept(Part.all(sums));
  }

  @Override
  public void multiplyByTransposed(
      Matrix a, PixelPanel b, Start start, Matrix c, Consumer<Part> parts) {
    check(c.isOfPixels(), "columns must be pixels, but got " + c);
    multiplyByTransposed(a, pixels(b), start, c, parts);
  }

  @Override
  public void scale(Matrix from, Part part, float factor, Matrix to) {
    part.checkIsOf(from);
    part.checkIsOf(to);
    for (int i = part.at(); i < part.at() + part.length(); i++) {
      to.data[i] = factor * from.data[i];
    }
  }

  @Override
  public void copy(Matrix from, Matrix to) {
    Matrix.checkSameShape(from, to);
    forEach(to, (before, i, j) -> from.get(i, j));
  }

  @Override
  public void addRowSums(Matrix d, Matrix sums) {
    for (int i = 0; i < d.rows(); i++) {
      float sum = sums.get(0, i);
      for (int j = 0; j < d.columns(); j++) {
        sum += d.get(i, j);
      }
      sums.set(0, i, sum);
    }
  }

  @Override
  public void relu(Matrix z) {
    forEach(z, (x, i, j) -> x < 0 ? 0f : x);
  }

  @Override
  public void sigmoid(Matrix z) {
    forEach(z, (x, i, j) -> Functions.sigmoid(x));
  }

  @Override
  public void tanh(Matrix z) {
    forEach(z, (x, i, j) -> Functions.tanh(x));
  }

  @Override
  public void gelu(Matrix z, Matrix a) {
    Matrix.checkSameShape(z, a);
    forEach(a, (before, i, j) -> Functions.gelu(z.get(i, j)));
  }

  @Override
  public void timesReluDerivative(Matrix a, Matrix d) {
    Matrix.checkSameShape(a, d);
    forEach(d, (delta, i, j) -> a.get(i, j) > 0 ? delta : 0f);
  }

  @Override
  public void timesSigmoidDerivative(Matrix a, Matrix d) {
    Matrix.checkSameShape(a, d);
    forEach(d, (delta, i, j) -> delta * (a.get(i, j) * (1f - a.get(i, j))));
  }

  @Override
  public void timesTanhDerivative(Matrix a, Matrix d) {
    Matrix.checkSameShape(a, d);
    forEach(d, (delta, i, j) -> delta * Math.fma(-a.get(i, j), a.get(i, j), 1f));
  }

  @Override
  public void timesGeluDerivative(Matrix z, Matrix d) {
    Matrix.checkSameShape(z, d);
    forEach(d, (delta, i, j) -> delta * Functions.geluDerivative(z.get(i, j)));
  }

  @Override
  public void times(Matrix a, Matrix b, Matrix to) {
    Matrix.checkSameShape(a, b);
    Matrix.checkSameShape(a, to);
    forEach(to, (before, i, j) -> a.get(i, j) * b.get(i, j));
  }

  @Override
  public void softmax(Matrix z, Matrix maxima, Matrix sums) {
    for (int j = 0; j < z.columns(); j++) {
      float max = z.get(0, j);
      for (int i = 1; i < z.rows(); i++) {
        max = z.get(i, j) > max ? z.get(i, j) : max;
      }
      float sum = 0;
      for (int i = 0; i < z.rows(); i++) {
        sum += Functions.exp(z.get(i, j) - max);
      }
      for (int i = 0; i < z.rows(); i++) {
        z.set(i, j, Functions.exp(z.get(i, j) - max) / sum);
      }
      maxima.set(0, j, max);
      sums.set(0, j, sum);
    }
  }

  @Override
  public void mask(
      long seed, int step, int layer, int firstSample, int keepBelow, float kept, Matrix mask) {
    Philox.mask(seed, step, layer, firstSample, keepBelow, kept, mask);
  }

  @Override
  public void decay(Matrix w, float lambda, Part g, float s) {
    g.checkIsOf(w);
    for (int i = 0; i < g.length(); i++) {
      g.data[i] = Math.fma(lambda, w.data[g.at() + i], g.data[i] * s);
    }
  }

  @Override
  public void sgd(Matrix w, Part g, float s, float alpha) {
    g.checkIsOf(w);
    for (int i = 0; i < g.length(); i++) {
      int at = g.at() + i;
      w.data[at] = Math.fma(-alpha, g.data[i] * s, w.data[at]);
    }
  }

  @Override
  public void momentum(Matrix w, Part g, float s, float alpha, float beta, Matrix v) {
    g.checkIsOf(w);
    g.checkIsOf(v);
    for (int i = 0; i < g.length(); i++) {
      int at = g.at() + i;
      v.data[at] = Math.fma(beta, v.data[at], g.data[i] * s);
      w.data[at] = Math.fma(-alpha, v.data[at], w.data[at]);
    }
  }

  @Override
  public void adam(Matrix w, Part g, float s, Adam adam, Matrix m, Matrix v) {
    g.checkIsOf(w);
    g.checkIsOf(m);
    g.checkIsOf(v);
    for (int i = 0; i < g.length(); i++) {
      int at = g.at() + i;
      m.data[at] = adam.first(m.data[at], g.data[i] * s);
      v.data[at] = adam.second(v.data[at], g.data[i] * s);
      w.data[at] = adam.updated(w.data[at], m.data[at], v.data[at]);
    }
  }
}
