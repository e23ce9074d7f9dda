package io.gridproof.kernel;

import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel on the vector unit: each lane is one chain of the law.
 *
 * <p>A vector that is passed to a method which the compiler does not inline costs an allocation,
 * and past some size of the caller it inlines no method of ours. So long chains of operations load
 * and store by the vector module's own methods, which are always inlined.
 */
final class VectorKernel extends TiledKernel {
  static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.vectorBitSize() > 512
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  private static final int LANES = SPECIES.length();
  private static final float TWO_TO_23 = 0x1p23f;
  private static final int TWO_TO_23_BITS = Float.floatToRawIntBits(TWO_TO_23);
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, SPECIES.vectorShape());

  /** A byte for each lane; null where no vector is that small. */
  private static final VectorSpecies<Byte> BYTES =
      LANES < 8 ? null : VectorSpecies.of(byte.class, VectorShape.forBitSize(LANES * Byte.SIZE));

  private final VectorPhilox philox = new VectorPhilox();
  private final float[] scratch = new float[VectorFunctions.SCRATCH];

  @Override
  public String description() {
    return LANES + " lanes";
  }

  @Override
  void run(Tile tile) {
    if (2 * LANES == Matrix.WIDTH) {
      VectorTiles.ten(tile);
      return;
    }
    for (int row = 0; row < Matrix.TILE; row += VectorTiles.FEW_ROWS) {
      for (int column = 0; column < Matrix.WIDTH; column += 2 * LANES) {
        VectorTiles.five(tile, row, column);
      }
    }
  }

  @Override
  void widen(byte[] from, int fromAt, float[] to, int n) {
    if (BYTES == null) {
      super.widen(from, fromAt, to, n);
      return;
    }
    for (int j = 0; j < n; j += LANES) {
      Vector<Integer> signed =
          ByteVector.fromArray(BYTES, from, fromAt + j).convertShape(VectorOperators.B2I, INTS, 0);
      // Makes the bits of 2^23 + p and subtracts 2^23: exact, and cheaper than a conversion.
      IntVector bits = IntVector.broadcast(INTS, 0xff).and(signed).or(TWO_TO_23_BITS);
      bits.reinterpretAsFloats().sub(TWO_TO_23).intoArray(to, j);
    }
  }

  @Override
  public void relu(Matrix z) {
    for (int i = 0; i < z.length(); i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, z.data, i);
      x.blend(0f, x.compare(VectorOperators.LT, 0f)).intoArray(z.data, i);
    }
  }

  @Override
  public void sigmoid(Matrix z) {
    VectorFunctions.sigmoid(z.data, z.length(), scratch);
  }

  @Override
  public void tanh(Matrix z) {
    VectorFunctions.tanh(z.data, z.length(), scratch);
  }

  @Override
  public void gelu(Matrix z, Matrix a) {
    Matrix.checkSameShape(z, a);
    VectorFunctions.gelu(z.data, a.data, z.length(), scratch);
  }

  @Override
  public void scale(Matrix from, Part part, float factor, Matrix to) {
    part.checkIsOf(from);
    part.checkIsOf(to);
    for (int i = part.at(); i < part.at() + part.length(); i += LANES) {
      FloatVector.fromArray(SPECIES, from.data, i).mul(factor).intoArray(to.data, i);
    }
  }

  @Override
  boolean isFinite(Matrix a) {
    // 0 times a number that is not finite is NaN. A tile is a multiple of four vectors.
    FloatVector sum0 = FloatVector.zero(SPECIES);
    FloatVector sum1 = FloatVector.zero(SPECIES);
    FloatVector sum2 = FloatVector.zero(SPECIES);
    FloatVector sum3 = FloatVector.zero(SPECIES);
    for (int i = 0; i < a.length(); i += 4 * LANES) {
      FloatVector zero = FloatVector.zero(SPECIES);
      sum0 = FloatVector.fromArray(SPECIES, a.data, i).fma(zero, sum0);
      sum1 = FloatVector.fromArray(SPECIES, a.data, i + LANES).fma(zero, sum1);
      sum2 = FloatVector.fromArray(SPECIES, a.data, i + 2 * LANES).fma(zero, sum2);
      sum3 = FloatVector.fromArray(SPECIES, a.data, i + 3 * LANES).fma(zero, sum3);
    }
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector sum = zero.add(sum0).add(sum1).add(sum2).add(sum3);
    return zero.compare(VectorOperators.EQ, sum).allTrue();
  }

  @Override
  public void timesReluDerivative(Matrix a, Matrix d) {
    Matrix.checkSameShape(a, d);
    for (int i = 0; i < d.length(); i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, a.data, i);
      VectorMask<Float> active = x.compare(VectorOperators.GT, 0f);
      FloatVector delta = FloatVector.fromArray(SPECIES, d.data, i);
      FloatVector.zero(SPECIES).blend(delta, active).intoArray(d.data, i);
    }
  }

  @Override
  public void timesSigmoidDerivative(Matrix a, Matrix d) {
    Matrix.checkSameShape(a, d);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (int i = 0; i < d.length(); i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, a.data, i);
      FloatVector delta = FloatVector.fromArray(SPECIES, d.data, i);
      delta.mul(x.mul(one.sub(x))).intoArray(d.data, i);
    }
  }

  @Override
  public void timesTanhDerivative(Matrix a, Matrix d) {
    Matrix.checkSameShape(a, d);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (int i = 0; i < d.length(); i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, a.data, i);
      FloatVector delta = FloatVector.fromArray(SPECIES, d.data, i);
      delta.mul(x.neg().fma(x, one)).intoArray(d.data, i);
    }
  }

  @Override
  public void timesGeluDerivative(Matrix z, Matrix d) {
    Matrix.checkSameShape(z, d);
    VectorFunctions.timesGeluDerivative(z.data, d.data, d.length(), scratch);
  }

  @Override
  public void times(Matrix a, Matrix b, Matrix to) {
    Matrix.checkSameShape(a, b);
    Matrix.checkSameShape(a, to);
    for (int i = 0; i < to.length(); i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, a.data, i);
      x.mul(FloatVector.fromArray(SPECIES, b.data, i)).intoArray(to.data, i);
    }
  }

  @Override
  public void softmax(Matrix z, Matrix maxima, Matrix sums) {
    for (int strip = 0; strip < z.strips(); strip++) {
      int first = strip * z.stripSize;
      int end = first + z.rows() * Matrix.WIDTH;
      int results = maxima.indexOfStrip(0, strip);
      subtractMaxima(z.data, first, end, maxima.data, results);
      VectorFunctions.exp(z.data, first, end);
      divideBySums(z.data, first, end, sums.data, results);
    }
  }

  /**
   * Keeps the maxima in memory, because a vector that lives on in the next iteration may cost an
   * allocation.
   */
  private static void subtractMaxima(float[] z, int first, int end, float[] maxima, int results) {
    System.arraycopy(z, first, maxima, results, Matrix.WIDTH);
    for (int at = first + Matrix.WIDTH; at < end; at += LANES) {
      int result = results + (at - first) % Matrix.WIDTH;
      FloatVector x = FloatVector.fromArray(SPECIES, z, at);
      FloatVector max = FloatVector.fromArray(SPECIES, maxima, result);
      max.blend(x, x.compare(VectorOperators.GT, max)).intoArray(maxima, result);
    }
    for (int at = first; at < end; at += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, z, at);
      FloatVector max =
          FloatVector.fromArray(SPECIES, maxima, results + (at - first) % Matrix.WIDTH);
      x.sub(max).intoArray(z, at);
    }
  }

  private static void divideBySums(float[] z, int first, int end, float[] sums, int results) {
    Arrays.fill(sums, results, results + Matrix.WIDTH, 0f);
    for (int at = first; at < end; at += LANES) {
      int result = results + (at - first) % Matrix.WIDTH;
      FloatVector sum = FloatVector.fromArray(SPECIES, sums, result);
      sum.add(FloatVector.fromArray(SPECIES, z, at)).intoArray(sums, result);
    }
    for (int at = first; at < end; at += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, z, at);
      FloatVector sum = FloatVector.fromArray(SPECIES, sums, results + (at - first) % Matrix.WIDTH);
      x.div(sum).intoArray(z, at);
    }
  }

  @Override
  public void mask(
      long seed, int step, int layer, int firstSample, int keepBelow, float kept, Matrix mask) {
    philox.mask(seed, step, layer, firstSample, keepBelow, kept, mask);
  }

  @Override
  public void decay(Matrix w, float lambda, Part g, float s) {
    g.checkIsOf(w);
    FloatVector lambdas = FloatVector.broadcast(SPECIES, lambda);
    for (int i = 0; i < g.length(); i += LANES) {
      FloatVector gradient = FloatVector.fromArray(SPECIES, g.data, i).mul(s);
      FloatVector weight = FloatVector.fromArray(SPECIES, w.data, g.at() + i);
      weight.fma(lambdas, gradient).intoArray(g.data, i);
    }
  }

  @Override
  public void sgd(Matrix w, Part g, float s, float alpha) {
    g.checkIsOf(w);
    FloatVector minusAlpha = FloatVector.broadcast(SPECIES, -alpha);
    for (int i = 0; i < g.length(); i += LANES) {
      int at = g.at() + i;
      FloatVector gradient = FloatVector.fromArray(SPECIES, g.data, i).mul(s);
      FloatVector weight = FloatVector.fromArray(SPECIES, w.data, at);
      gradient.fma(minusAlpha, weight).intoArray(w.data, at);
    }
  }

  @Override
  public void momentum(Matrix w, Part g, float s, float alpha, float beta, Matrix v) {
    g.checkIsOf(w);
    g.checkIsOf(v);
    FloatVector minusAlpha = FloatVector.broadcast(SPECIES, -alpha);
    FloatVector betas = FloatVector.broadcast(SPECIES, beta);
    for (int i = 0; i < g.length(); i += LANES) {
      int at = g.at() + i;
      FloatVector gradient = FloatVector.fromArray(SPECIES, g.data, i).mul(s);
      FloatVector velocity = betas.fma(FloatVector.fromArray(SPECIES, v.data, at), gradient);
      velocity.intoArray(v.data, at);
      FloatVector weight = FloatVector.fromArray(SPECIES, w.data, at);
      velocity.fma(minusAlpha, weight).intoArray(w.data, at);
    }
  }

  @Override
  public void adam(Matrix w, Part g, float s, Adam adam, Matrix m, Matrix v) {
    g.checkIsOf(w);
    g.checkIsOf(m);
    g.checkIsOf(v);
    FloatVector beta1 = FloatVector.broadcast(SPECIES, adam.beta1());
    FloatVector beta2 = FloatVector.broadcast(SPECIES, adam.beta2());
    for (int i = 0; i < g.length(); i += LANES) {
      int at = g.at() + i;
      FloatVector gradient = FloatVector.fromArray(SPECIES, g.data, i).mul(s);
      FloatVector first =
          beta1.fma(FloatVector.fromArray(SPECIES, m.data, at), gradient.mul(1f - adam.beta1()));
      FloatVector second =
          beta2.fma(
              FloatVector.fromArray(SPECIES, v.data, at),
              gradient.mul(1f - adam.beta2()).mul(gradient));
      first.intoArray(m.data, at);
      second.intoArray(v.data, at);
      FloatVector divisor =
          second.mul(adam.biasCorrection2()).lanewise(VectorOperators.SQRT).add(adam.epsilon());
      FloatVector change = first.mul(adam.biasCorrection1()).mul(adam.alpha()).div(divisor);
      FloatVector.fromArray(SPECIES, w.data, at).sub(change).intoArray(w.data, at);
    }
  }
}
