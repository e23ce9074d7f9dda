package io.gridproof.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel on the vector unit. Lanes run over the columns of the result, so that each lane is one
 * chain of the law; a tile keeps its chains in registers for the whole depth.
 *
 * <p>A vector that is passed to a method which the compiler does not inline costs an allocation,
 * and past some size of the caller it inlines no method of ours. So long chains of operations load
 * and store by the vector module's own methods, which are always inlined. For the same reason a
 * tile has 5 rows: one of 10 does more work for each load, but is so long that the compiler's luck
 * decides whether it becomes eight times as slow.
 */
final class VectorKernel extends ScalarKernel {
  static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.vectorBitSize() > 512
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  private static final int LANES = SPECIES.length();
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, SPECIES.vectorShape());

  /** As many bytes as there are lanes; null where no vector is that small. */
  private static final VectorSpecies<Byte> BYTES =
      LANES < 8 ? null : VectorSpecies.of(byte.class, VectorShape.forBitSize(LANES * Byte.SIZE));

  @Override
  public String description() {
    return LANES + " lanes";
  }

  @Override
  void widen(byte[] from, int fromAt, float[] to, int at, int n) {
    int whole = BYTES == null ? 0 : n / LANES * LANES;
    for (int j = 0; j < whole; j += LANES) {
      IntVector signed =
          (IntVector)
              ByteVector.fromArray(BYTES, from, fromAt + j)
                  .convertShape(VectorOperators.B2I, INTS, 0);
      FloatVector pixels = (FloatVector) signed.and(0xff).convert(VectorOperators.I2F, 0);
      pixels.intoArray(to, at + j);
    }
    super.widen(from, fromAt + whole, to, at + whole, n - whole);
  }

  @Override
  public void scale(Matrix from, float factor, Matrix to) {
    checkSameShape(from, to);
    for (int i = 0; i < to.rows(); i++) {
      for (int j = 0; j < to.columns(); j += LANES) {
        store(load(from, i, j).mul(factor), to, i, j);
      }
    }
  }

  @Override
  public void relu(Matrix z) {
    for (int i = 0; i < z.rows(); i++) {
      for (int j = 0; j < z.columns(); j += LANES) {
        FloatVector x = load(z, i, j);
        store(x.blend(0f, x.compare(VectorOperators.LT, 0f)), z, i, j);
      }
    }
  }

  @Override
  public void sigmoid(Matrix z) {
    for (int i = 0; i < z.rows(); i++) {
      int end = z.index(i, z.columns());
      for (int at = z.index(i, 0); at < end; at += LANES) {
        FloatVector x = FloatVector.fromArray(SPECIES, z.data, at);
        VectorFunctions.sigmoid(x).intoArray(z.data, at);
      }
    }
  }

  @Override
  public void tanh(Matrix z) {
    for (int i = 0; i < z.rows(); i++) {
      int end = z.index(i, z.columns());
      for (int at = z.index(i, 0); at < end; at += LANES) {
        FloatVector x = FloatVector.fromArray(SPECIES, z.data, at);
        VectorFunctions.tanh(x).intoArray(z.data, at);
      }
    }
  }

  @Override
  public void timesReluDerivative(Matrix a, Matrix d) {
    checkSameShape(a, d);
    for (int i = 0; i < d.rows(); i++) {
      for (int j = 0; j < d.columns(); j += LANES) {
        VectorMask<Float> active = load(a, i, j).compare(VectorOperators.GT, 0f);
        store(FloatVector.zero(SPECIES).blend(load(d, i, j), active), d, i, j);
      }
    }
  }

  @Override
  public void timesSigmoidDerivative(Matrix a, Matrix d) {
    checkSameShape(a, d);
    for (int i = 0; i < d.rows(); i++) {
      for (int j = 0; j < d.columns(); j += LANES) {
        FloatVector x = load(a, i, j);
        FloatVector derivative = x.mul(FloatVector.broadcast(SPECIES, 1f).sub(x));
        store(load(d, i, j).mul(derivative), d, i, j);
      }
    }
  }

  @Override
  public void timesTanhDerivative(Matrix a, Matrix d) {
    checkSameShape(a, d);
    for (int i = 0; i < d.rows(); i++) {
      for (int j = 0; j < d.columns(); j += LANES) {
        FloatVector x = load(a, i, j);
        FloatVector derivative = x.neg().fma(x, FloatVector.broadcast(SPECIES, 1f));
        store(load(d, i, j).mul(derivative), d, i, j);
      }
    }
  }

  @Override
  public void times(Matrix a, Matrix b, Matrix to) {
    checkSameShape(a, b);
    checkSameShape(a, to);
    for (int i = 0; i < to.rows(); i++) {
      for (int j = 0; j < to.columns(); j += LANES) {
        store(load(a, i, j).mul(load(b, i, j)), to, i, j);
      }
    }
  }

  @Override
  public void softmax(Matrix z, float[] maxima, float[] sums) {
    int whole = z.columns() / LANES * LANES;
    for (int j = 0; j < whole; j += LANES) {
      int first = z.index(0, j);
      int end = z.index(z.rows(), j);
      FloatVector max = FloatVector.fromArray(SPECIES, z.data, first);
      for (int at = first + z.rowStride; at < end; at += z.rowStride) {
        FloatVector x = FloatVector.fromArray(SPECIES, z.data, at);
        max = max.blend(x, x.compare(VectorOperators.GT, max));
      }
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int at = first; at < end; at += z.rowStride) {
        FloatVector x = FloatVector.fromArray(SPECIES, z.data, at);
        FloatVector e = VectorFunctions.exp(x.sub(max));
        e.intoArray(z.data, at);
        sum = sum.add(e);
      }
      for (int at = first; at < end; at += z.rowStride) {
        FloatVector.fromArray(SPECIES, z.data, at).div(sum).intoArray(z.data, at);
      }
      max.intoArray(maxima, j);
      sum.intoArray(sums, j);
    }
    softmaxFrom(whole, z, maxima, sums);
  }

  @Override
  public void mask(
      long seed, int step, int layer, int firstSample, int keepBelow, float kept, Matrix mask) {
    VectorPhilox.mask(seed, step, layer, firstSample, keepBelow, kept, mask);
  }

  @Override
  public void sgd(Matrix w, Matrix g, float s, float alpha) {
    checkSameShape(w, g);
    FloatVector minusAlpha = FloatVector.broadcast(SPECIES, -alpha);
    for (int i = 0; i < w.rows(); i++) {
      for (int j = 0; j < w.columns(); j += LANES) {
        store(load(g, i, j).mul(s).fma(minusAlpha, load(w, i, j)), w, i, j);
      }
    }
  }

  @Override
  public void momentum(Matrix w, Matrix g, float s, float alpha, float beta, Matrix v) {
    checkSameShape(w, g);
    checkSameShape(w, v);
    FloatVector minusAlpha = FloatVector.broadcast(SPECIES, -alpha);
    FloatVector betas = FloatVector.broadcast(SPECIES, beta);
    for (int i = 0; i < w.rows(); i++) {
      for (int j = 0; j < w.columns(); j += LANES) {
        FloatVector velocity = betas.fma(load(v, i, j), load(g, i, j).mul(s));
        store(velocity, v, i, j);
        store(velocity.fma(minusAlpha, load(w, i, j)), w, i, j);
      }
    }
  }

  @Override
  public void adam(Matrix w, Matrix g, float s, Adam adam, Matrix m, Matrix v) {
    checkSameShape(w, g);
    checkSameShape(w, m);
    checkSameShape(w, v);
    FloatVector beta1 = FloatVector.broadcast(SPECIES, adam.beta1());
    FloatVector beta2 = FloatVector.broadcast(SPECIES, adam.beta2());
    for (int i = 0; i < w.rows(); i++) {
      for (int j = 0; j < w.columns(); j += LANES) {
        FloatVector gradient = load(g, i, j).mul(s);
        FloatVector first = beta1.fma(load(m, i, j), gradient.mul(1f - adam.beta1()));
        FloatVector second =
            beta2.fma(load(v, i, j), gradient.mul(1f - adam.beta2()).mul(gradient));
        store(first, m, i, j);
        store(second, v, i, j);
        FloatVector divisor =
            second.mul(adam.biasCorrection2()).lanewise(VectorOperators.SQRT).add(adam.epsilon());
        FloatVector change = first.mul(adam.biasCorrection1()).mul(adam.alpha()).div(divisor);
        store(load(w, i, j).sub(change), w, i, j);
      }
    }
  }

  private static FloatVector load(Matrix from, int row, int column) {
    return FloatVector.fromArray(SPECIES, from.data, from.index(row, column));
  }

  private static void store(FloatVector vector, Matrix to, int row, int column) {
    vector.intoArray(to.data, to.index(row, column));
  }

  @Override
  public void multiplyAdd(Matrix a, Matrix b, Matrix c) {
    checkProduct(a, b, c);
    for (int j = 0; j < c.columns(); j += 2 * LANES) {
      int i = 0;
      for (; i + 5 <= c.rows(); i += 5) {
        tile5(a, i, b, j, c);
      }
      for (; i + 4 <= c.rows(); i += 4) {
        tile4(a, i, b, j, c);
      }
      for (; i < c.rows(); i++) {
        tile1(a, i, b, j, c);
      }
    }
  }

  /** Advances 5 x 2 vectors of chains by all of the depth. */
  private static void tile5(Matrix ma, int i, Matrix mb, int j, Matrix mc) {
    float[] a = ma.data;
    float[] b = mb.data;
    float[] c = mc.data;
    int step = ma.columnStride;
    int a0 = ma.index(i, 0);
    int a1 = ma.index(i + 1, 0);
    int a2 = ma.index(i + 2, 0);
    int a3 = ma.index(i + 3, 0);
    int a4 = ma.index(i + 4, 0);
    int c0 = mc.index(i, j);
    int c1 = mc.index(i + 1, j);
    int c2 = mc.index(i + 2, j);
    int c3 = mc.index(i + 3, j);
    int c4 = mc.index(i + 4, j);
    FloatVector s0 = FloatVector.fromArray(SPECIES, c, c0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, c, c1);
    FloatVector t1 = FloatVector.fromArray(SPECIES, c, c1 + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, c, c2);
    FloatVector t2 = FloatVector.fromArray(SPECIES, c, c2 + LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, c, c3);
    FloatVector t3 = FloatVector.fromArray(SPECIES, c, c3 + LANES);
    FloatVector s4 = FloatVector.fromArray(SPECIES, c, c4);
    FloatVector t4 = FloatVector.fromArray(SPECIES, c, c4 + LANES);
    int at = mb.index(0, j);
    int along = 0;
    for (int k = 0; k < mb.rows(); k++, at += mb.rowStride, along += step) {
      FloatVector u = FloatVector.fromArray(SPECIES, b, at);
      FloatVector v = FloatVector.fromArray(SPECIES, b, at + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + along]);
      s0 = x0.fma(u, s0);
      t0 = x0.fma(v, t0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + along]);
      s1 = x1.fma(u, s1);
      t1 = x1.fma(v, t1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + along]);
      s2 = x2.fma(u, s2);
      t2 = x2.fma(v, t2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + along]);
      s3 = x3.fma(u, s3);
      t3 = x3.fma(v, t3);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + along]);
      s4 = x4.fma(u, s4);
      t4 = x4.fma(v, t4);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
    s1.intoArray(c, c1);
    t1.intoArray(c, c1 + LANES);
    s2.intoArray(c, c2);
    t2.intoArray(c, c2 + LANES);
    s3.intoArray(c, c3);
    t3.intoArray(c, c3 + LANES);
    s4.intoArray(c, c4);
    t4.intoArray(c, c4 + LANES);
  }

  /** Advances 4 x 2 vectors of chains by all of the depth. */
  private static void tile4(Matrix ma, int i, Matrix mb, int j, Matrix mc) {
    float[] a = ma.data;
    float[] b = mb.data;
    float[] c = mc.data;
    int step = ma.columnStride;
    int a0 = ma.index(i, 0);
    int a1 = ma.index(i + 1, 0);
    int a2 = ma.index(i + 2, 0);
    int a3 = ma.index(i + 3, 0);
    int c0 = mc.index(i, j);
    int c1 = mc.index(i + 1, j);
    int c2 = mc.index(i + 2, j);
    int c3 = mc.index(i + 3, j);
    FloatVector s0 = FloatVector.fromArray(SPECIES, c, c0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
    FloatVector s1 = FloatVector.fromArray(SPECIES, c, c1);
    FloatVector t1 = FloatVector.fromArray(SPECIES, c, c1 + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, c, c2);
    FloatVector t2 = FloatVector.fromArray(SPECIES, c, c2 + LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, c, c3);
    FloatVector t3 = FloatVector.fromArray(SPECIES, c, c3 + LANES);
    int at = mb.index(0, j);
    int along = 0;
    for (int k = 0; k < mb.rows(); k++, at += mb.rowStride, along += step) {
      FloatVector u = FloatVector.fromArray(SPECIES, b, at);
      FloatVector v = FloatVector.fromArray(SPECIES, b, at + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + along]);
      s0 = x0.fma(u, s0);
      t0 = x0.fma(v, t0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + along]);
      s1 = x1.fma(u, s1);
      t1 = x1.fma(v, t1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + along]);
      s2 = x2.fma(u, s2);
      t2 = x2.fma(v, t2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + along]);
      s3 = x3.fma(u, s3);
      t3 = x3.fma(v, t3);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
    s1.intoArray(c, c1);
    t1.intoArray(c, c1 + LANES);
    s2.intoArray(c, c2);
    t2.intoArray(c, c2 + LANES);
    s3.intoArray(c, c3);
    t3.intoArray(c, c3 + LANES);
  }

  /** Advances 1 x 2 vectors of chains by all of the depth. */
  private static void tile1(Matrix ma, int i, Matrix mb, int j, Matrix mc) {
    float[] a = ma.data;
    float[] b = mb.data;
    float[] c = mc.data;
    int step = ma.columnStride;
    int a0 = ma.index(i, 0);
    int c0 = mc.index(i, j);
    FloatVector s0 = FloatVector.fromArray(SPECIES, c, c0);
    FloatVector t0 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
    int at = mb.index(0, j);
    int along = 0;
    for (int k = 0; k < mb.rows(); k++, at += mb.rowStride, along += step) {
      FloatVector u = FloatVector.fromArray(SPECIES, b, at);
      FloatVector v = FloatVector.fromArray(SPECIES, b, at + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + along]);
      s0 = x0.fma(u, s0);
      t0 = x0.fma(v, t0);
    }
    s0.intoArray(c, c0);
    t0.intoArray(c, c0 + LANES);
  }
}
