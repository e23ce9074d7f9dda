package io.gridproof.kernel;

/** Tiles and elements in plain Java, for a JVM without the vector module. */
final class ScalarKernel extends TiledKernel {
  private static final int WIDTH = Matrix.WIDTH;

  @Override
  public String description() {
    return "scalar";
  }

  @Override
  void run(Tile tile) {
    System.arraycopy(tile.from, tile.fromAt, tile.to, tile.toAt, Matrix.TILE * WIDTH);
    for (int i = 0; i < Matrix.TILE; i++) {
      for (int step = 0; step < tile.steps; step++) {
        float x = tile.a[tile.aAt + tile.offsets[tile.first + step] + i * WIDTH];
        axpy(x, tile.b, tile.bAt + step * WIDTH, tile.to, tile.toAt + i * WIDTH);
      }
    }
  }

  private static void axpy(float a, float[] b, int bAt, float[] c, int at) {
    for (int j = 0; j < WIDTH; j++) {
      c[at + j] = Math.fma(a, b[bAt + j], c[at + j]);
    }
  }

  @Override
  boolean isFinite(Matrix a) {
    for (int i = 0; i < a.length(); i++) {
      if (!Float.isFinite(a.data[i])) {
        return false;
      }
    }
    return true;
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
  public void relu(Matrix z) {
    for (int i = 0; i < z.length(); i++) {
      z.data[i] = z.data[i] < 0 ? 0f : z.data[i];
    }
  }

  @Override
  public void sigmoid(Matrix z) {
    for (int i = 0; i < z.length(); i++) {
      z.data[i] = Functions.sigmoid(z.data[i]);
    }
  }

  @Override
  public void tanh(Matrix z) {
    for (int i = 0; i < z.length(); i++) {
      z.data[i] = Functions.tanh(z.data[i]);
    }
  }

  @Override
  public void gelu(Matrix z, Matrix a) {
    Matrix.checkSameShape(z, a);
    for (int i = 0; i < z.length(); i++) {
      a.data[i] = Functions.gelu(z.data[i]);
    }
  }

  @Override
  public void timesReluDerivative(Matrix a, Matrix d) {
    Matrix.checkSameShape(a, d);
    for (int i = 0; i < d.length(); i++) {
      d.data[i] = a.data[i] > 0 ? d.data[i] : 0f;
    }
  }

  @Override
  public void timesSigmoidDerivative(Matrix a, Matrix d) {
    Matrix.checkSameShape(a, d);
    for (int i = 0; i < d.length(); i++) {
      d.data[i] *= a.data[i] * (1f - a.data[i]);
    }
  }

  @Override
  public void timesTanhDerivative(Matrix a, Matrix d) {
    Matrix.checkSameShape(a, d);
    for (int i = 0; i < d.length(); i++) {
      d.data[i] *= Math.fma(-a.data[i], a.data[i], 1f);
    }
  }

  @Override
  public void timesGeluDerivative(Matrix z, Matrix d) {
    Matrix.checkSameShape(z, d);
    for (int i = 0; i < d.length(); i++) {
      d.data[i] *= Functions.geluDerivative(z.data[i]);
    }
  }

  @Override
  public void times(Matrix a, Matrix b, Matrix to) {
    Matrix.checkSameShape(a, b);
    Matrix.checkSameShape(a, to);
    for (int i = 0; i < to.length(); i++) {
      to.data[i] = a.data[i] * b.data[i];
    }
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
        float e = Functions.exp(z.get(i, j) - max);
        z.set(i, j, e);
        sum += e;
      }
      for (int i = 0; i < z.rows(); i++) {
        z.set(i, j, z.get(i, j) / sum);
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
      float gradient = g.data[i] * s;
      m.data[at] = adam.first(m.data[at], gradient);
      v.data[at] = adam.second(v.data[at], gradient);
      w.data[at] = adam.updated(w.data[at], m.data[at], v.data[at]);
    }
  }
}
