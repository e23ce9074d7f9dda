package io.gridproof.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Functions} on vectors: the same operations in the same order in every lane. Never the
 * vector module's own transcendental functions, whose bits change when a method is compiled.
 *
 * <p>Each works on a piece of an array. A function of several passes keeps what is between them in
 * a scratch array, and no method passes a vector to another one.
 */
final class VectorFunctions {
  /** How many elements a function works on before it goes on to the next ones. */
  static final int SCRATCH = 1024;

  private static final VectorSpecies<Float> SPECIES = VectorKernel.SPECIES;
  private static final int LANES = SPECIES.length();

  private VectorFunctions() {}

  /** x := e^x, from index {@code from} to {@code to - 1}, whole vectors. */
  static void exp(float[] data, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, data, i);
      FloatVector clamped = x.blend(89f, x.compare(VectorOperators.GT, 89f));
      clamped = clamped.blend(-104f, x.compare(VectorOperators.LT, -104f));
      FloatVector rounded =
          clamped.fma(
              FloatVector.broadcast(SPECIES, Functions.LOG2_E),
              FloatVector.broadcast(SPECIES, Functions.ROUNDER));
      IntVector n = rounded.reinterpretAsInts().sub(Functions.ROUNDER_BITS);
      FloatVector nf = rounded.sub(Functions.ROUNDER);
      FloatVector r =
          nf.fma(
              FloatVector.broadcast(SPECIES, -Functions.LN2_LOW),
              nf.fma(FloatVector.broadcast(SPECIES, -Functions.LN2_HIGH), clamped));
      FloatVector p = FloatVector.broadcast(SPECIES, 1.9875691500e-4f);
      p = p.fma(r, FloatVector.broadcast(SPECIES, 1.3981999507e-3f));
      p = p.fma(r, FloatVector.broadcast(SPECIES, 8.3334519073e-3f));
      p = p.fma(r, FloatVector.broadcast(SPECIES, 4.1665795894e-2f));
      p = p.fma(r, FloatVector.broadcast(SPECIES, 1.6666665459e-1f));
      p = p.fma(r, FloatVector.broadcast(SPECIES, 5.0000001201e-1f));
      FloatVector y = p.fma(r.mul(r), r).add(1f);
      IntVector half = n.lanewise(VectorOperators.ASHR, 1);
      IntVector rest = n.sub(half);
      half =
          half.add(Functions.EXPONENT_BIAS).lanewise(VectorOperators.LSHL, Functions.MANTISSA_BITS);
      rest =
          rest.add(Functions.EXPONENT_BIAS).lanewise(VectorOperators.LSHL, Functions.MANTISSA_BITS);
      y.mul(half.reinterpretAsFloats()).mul(rest.reinterpretAsFloats()).intoArray(data, i);
    }
  }

  /** x := tanh x, for the first {@code n} elements. */
  static void tanh(float[] data, int n, float[] scratch) {
    for (int first = 0; first < n; first += SCRATCH) {
      int count = Math.min(SCRATCH, n - first);
      for (int i = 0; i < count; i += LANES) {
        FloatVector x = FloatVector.fromArray(SPECIES, data, first + i);
        x.abs().mul(2f).intoArray(scratch, i);
      }
      exp(scratch, 0, count);
      for (int i = 0; i < count; i += LANES) {
        FloatVector e = FloatVector.fromArray(SPECIES, scratch, i);
        FloatVector.broadcast(SPECIES, 1f)
            .sub(FloatVector.broadcast(SPECIES, 2f).div(e.add(1f)))
            .intoArray(scratch, i);
      }
      tanhOfSmall(data, first, count, scratch);
    }
  }

  /**
   * Completes tanh.
   *
   * @param large 1 - 2 / (e^2|x| + 1)
   */
  private static void tanhOfSmall(float[] data, int first, int n, float[] large) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, data, first + i);
      FloatVector size = x.abs();
      FloatVector x2 = size.mul(size);
      FloatVector p = FloatVector.broadcast(SPECIES, -5.70498872745e-3f);
      p = p.fma(x2, FloatVector.broadcast(SPECIES, 2.06390887954e-2f));
      p = p.fma(x2, FloatVector.broadcast(SPECIES, -5.37397155531e-2f));
      p = p.fma(x2, FloatVector.broadcast(SPECIES, 1.33314422036e-1f));
      p = p.fma(x2, FloatVector.broadcast(SPECIES, -3.33332819422e-1f));
      FloatVector small = p.mul(x2).fma(size, size);
      VectorMask<Float> isSmall = size.compare(VectorOperators.LT, 0.625f);
      FloatVector result = FloatVector.fromArray(SPECIES, large, i).blend(small, isSmall);
      IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
      IntVector bits = result.reinterpretAsInts().and(Integer.MAX_VALUE).or(sign);
      bits.reinterpretAsFloats().intoArray(data, first + i);
    }
  }

  /** x := 1 / (1 + e^-x), for the first {@code n} elements. */
  static void sigmoid(float[] data, int n, float[] scratch) {
    for (int first = 0; first < n; first += SCRATCH) {
      int count = Math.min(SCRATCH, n - first);
      for (int i = 0; i < count; i += LANES) {
        FloatVector x = FloatVector.fromArray(SPECIES, data, first + i);
        x.abs().neg().intoArray(scratch, i);
      }
      exp(scratch, 0, count);
      sigmoidFromExp(data, first, count, scratch);
    }
  }

  private static void sigmoidFromExp(float[] data, int first, int n, float[] exp) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, data, first + i);
      FloatVector e = FloatVector.fromArray(SPECIES, exp, i);
      FloatVector one = FloatVector.broadcast(SPECIES, 1f);
      VectorMask<Float> negative = x.compare(VectorOperators.LT, 0f);
      FloatVector numerator = one.blend(e, negative);
      FloatVector sum = one.add(e);
      FloatVector quotient = numerator.div(sum);
      FloatVector lost = e.sub(sum.sub(1f));
      FloatVector minus = quotient.neg();
      FloatVector remainder = minus.fma(lost, minus.fma(sum, numerator));
      remainder
          .fma(quotient.blend(one.sub(quotient), negative), quotient)
          .intoArray(data, first + i);
    }
  }

  /** a := x Phi(x), for the first {@code n} elements. */
  static void gelu(float[] data, float[] a, int n, float[] scratch) {
    for (int first = 0; first < n; first += SCRATCH) {
      int count = Math.min(SCRATCH, n - first);
      geluTail(data, first, count, scratch);
      timesGaussian(data, first, count, scratch);
      geluFromTail(data, first, count, scratch, a);
    }
  }

  /** d := d gelu'(x), for the first {@code n} elements. */
  static void timesGeluDerivative(float[] data, float[] d, int n, float[] scratch) {
    for (int first = 0; first < n; first += SCRATCH) {
      int count = Math.min(SCRATCH, n - first);
      geluTail(data, first, count, scratch);
      for (int i = 0; i < count; i += LANES) {
        FloatVector x = FloatVector.fromArray(SPECIES, data, first + i);
        FloatVector t = x.abs();
        t = t.blend(Functions.GELU_LARGE, t.compare(VectorOperators.GT, Functions.GELU_LARGE));
        FloatVector tail = FloatVector.fromArray(SPECIES, scratch, i);
        FloatVector.broadcast(SPECIES, -Functions.DENSITY_AT_0)
            .fma(t, tail.div(t))
            .intoArray(scratch, i);
      }
      timesGaussian(data, first, count, scratch);
      timesGeluDerivativeFromTail(data, first, count, scratch, d);
    }
  }

  /**
   * The polynomial of the tail at t = |x|.
   *
   * @param s out
   */
  private static void geluTail(float[] data, int first, int n, float[] s) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector t = FloatVector.fromArray(SPECIES, data, first + i).abs();
      t = t.blend(Functions.GELU_LARGE, t.compare(VectorOperators.GT, Functions.GELU_LARGE));
      FloatVector q = t.sub(1.5f).div(t.add(1.5f));
      FloatVector p = FloatVector.broadcast(SPECIES, 1.0159739759e-3f);
      p = p.fma(q, FloatVector.broadcast(SPECIES, -4.1722826427e-4f));
      p = p.fma(q, FloatVector.broadcast(SPECIES, -2.3010734003e-3f));
      p = p.fma(q, FloatVector.broadcast(SPECIES, -2.4813145865e-3f));
      p = p.fma(q, FloatVector.broadcast(SPECIES, 8.8095350657e-4f));
      p = p.fma(q, FloatVector.broadcast(SPECIES, 1.0790294036e-2f));
      p = p.fma(q, FloatVector.broadcast(SPECIES, 1.7757454887e-2f));
      p = p.fma(q, FloatVector.broadcast(SPECIES, -1.9797448069e-2f));
      p = p.fma(q, FloatVector.broadcast(SPECIES, -1.2629705667e-1f));
      p = p.fma(q, FloatVector.broadcast(SPECIES, 2.1112121642e-1f));
      p = p.fma(q, FloatVector.broadcast(SPECIES, 3.0867099762e-1f));
      p.intoArray(s, i);
    }
  }

  /** s := s e^(-t^2 / 2) at t = |x|. */
  private static void timesGaussian(float[] data, int first, int n, float[] s) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector t = FloatVector.fromArray(SPECIES, data, first + i).abs();
      t = t.blend(Functions.GELU_LARGE, t.compare(VectorOperators.GT, Functions.GELU_LARGE));
      FloatVector square = t.mul(t);
      FloatVector low = t.fma(t, square.neg());
      FloatVector x = square.mul(-0.5f);
      FloatVector rounded =
          x.fma(
              FloatVector.broadcast(SPECIES, Functions.LOG2_E),
              FloatVector.broadcast(SPECIES, Functions.ROUNDER));
      IntVector n2 = rounded.reinterpretAsInts().sub(Functions.ROUNDER_BITS);
      FloatVector nf = rounded.sub(Functions.ROUNDER);
      FloatVector r =
          nf.fma(FloatVector.broadcast(SPECIES, -Functions.LN2_HIGH), x)
              .add(nf.fma(FloatVector.broadcast(SPECIES, -Functions.LN2_LOW), low.mul(-0.5f)));
      FloatVector p = FloatVector.broadcast(SPECIES, 1.9875691500e-4f);
      p = p.fma(r, FloatVector.broadcast(SPECIES, 1.3981999507e-3f));
      p = p.fma(r, FloatVector.broadcast(SPECIES, 8.3334519073e-3f));
      p = p.fma(r, FloatVector.broadcast(SPECIES, 4.1665795894e-2f));
      p = p.fma(r, FloatVector.broadcast(SPECIES, 1.6666665459e-1f));
      p = p.fma(r, FloatVector.broadcast(SPECIES, 5.0000001201e-1f));
      FloatVector factor = FloatVector.fromArray(SPECIES, s, i);
      FloatVector y = p.fma(r.mul(r), r).fma(factor, factor);
      IntVector half = n2.lanewise(VectorOperators.ASHR, 1);
      IntVector rest = n2.sub(half);
      half =
          half.add(Functions.EXPONENT_BIAS).lanewise(VectorOperators.LSHL, Functions.MANTISSA_BITS);
      rest =
          rest.add(Functions.EXPONENT_BIAS).lanewise(VectorOperators.LSHL, Functions.MANTISSA_BITS);
      y.mul(half.reinterpretAsFloats()).mul(rest.reinterpretAsFloats()).intoArray(s, i);
    }
  }

  private static void geluFromTail(float[] data, int first, int n, float[] tails, float[] a) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, data, first + i);
      FloatVector tail = FloatVector.fromArray(SPECIES, tails, i);
      FloatVector x2 = x.mul(x);
      FloatVector p = FloatVector.broadcast(SPECIES, 1.3182526163e-4f);
      p = p.fma(x2, FloatVector.broadcast(SPECIES, -1.2089267839e-3f));
      p = p.fma(x2, FloatVector.broadcast(SPECIES, 9.9806468934e-3f));
      p = p.fma(x2, FloatVector.broadcast(SPECIES, -6.6491097212e-2f));
      p = p.fma(x2, FloatVector.broadcast(SPECIES, 3.9894229174e-1f));
      FloatVector small = x.mul(p.fma(x, FloatVector.broadcast(SPECIES, 0.5f)));
      FloatVector large = tail.neg().blend(x.sub(tail), x.compare(VectorOperators.GT, 0f));
      VectorMask<Float> isSmall = x.abs().compare(VectorOperators.LT, Functions.GELU_SMALL);
      large.blend(small, isSmall).intoArray(a, first + i);
    }
  }

  private static void timesGeluDerivativeFromTail(
      float[] data, int first, int n, float[] tails, float[] d) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, data, first + i);
      FloatVector tail = FloatVector.fromArray(SPECIES, tails, i);
      FloatVector x2 = x.mul(x);
      FloatVector p = FloatVector.broadcast(SPECIES, 1.0787488427e-3f);
      p = p.fma(x2, FloatVector.broadcast(SPECIES, -9.4969728962e-3f));
      p = p.fma(x2, FloatVector.broadcast(SPECIES, 5.9848200530e-2f));
      p = p.fma(x2, FloatVector.broadcast(SPECIES, -2.6596260071e-1f));
      p = p.fma(x2, FloatVector.broadcast(SPECIES, 7.9788458347e-1f));
      FloatVector small = p.fma(x, FloatVector.broadcast(SPECIES, 0.5f));
      FloatVector one = FloatVector.broadcast(SPECIES, 1f);
      FloatVector large = tail.blend(one.sub(tail), x.compare(VectorOperators.GT, 0f));
      VectorMask<Float> isSmall = x.abs().compare(VectorOperators.LT, Functions.GELU_SMALL);
      FloatVector.fromArray(SPECIES, d, first + i)
          .mul(large.blend(small, isSmall))
          .intoArray(d, first + i);
    }
  }
}
