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
 * <p>Each works on a piece of an array, through a scratch array where it is made of two, and none
 * hands a vector to another method.
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
}
