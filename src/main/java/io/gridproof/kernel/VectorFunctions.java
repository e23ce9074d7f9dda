package io.gridproof.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Functions} on vectors: the same operations in the same order in every lane. Never the
 * vector module's own transcendental functions, whose bits change when a method is compiled.
 */
final class VectorFunctions {
  private static final VectorSpecies<Float> SPECIES = VectorKernel.SPECIES;

  private VectorFunctions() {}

  static FloatVector exp(FloatVector x) {
    FloatVector clamped = x.blend(89f, x.compare(VectorOperators.GT, 89f));
    clamped = clamped.blend(-104f, x.compare(VectorOperators.LT, -104f));
    FloatVector rounded = clamped.fma(all(Functions.LOG2_E), all(Functions.ROUNDER));
    IntVector n = rounded.reinterpretAsInts().sub(Functions.ROUNDER_BITS);
    FloatVector nf = rounded.sub(Functions.ROUNDER);
    FloatVector r = nf.fma(all(-Functions.LN2_LOW), nf.fma(all(-Functions.LN2_HIGH), clamped));
    FloatVector p = all(1.9875691500e-4f);
    p = p.fma(r, all(1.3981999507e-3f));
    p = p.fma(r, all(8.3334519073e-3f));
    p = p.fma(r, all(4.1665795894e-2f));
    p = p.fma(r, all(1.6666665459e-1f));
    p = p.fma(r, all(5.0000001201e-1f));
    FloatVector y = p.fma(r.mul(r), r).add(1f);
    IntVector half = n.lanewise(VectorOperators.ASHR, 1);
    return y.mul(powerOfTwo(half)).mul(powerOfTwo(n.sub(half)));
  }

  private static FloatVector powerOfTwo(IntVector n) {
    return n.add(Functions.EXPONENT_BIAS)
        .lanewise(VectorOperators.LSHL, Functions.MANTISSA_BITS)
        .reinterpretAsFloats();
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector size = x.abs();
    FloatVector two = all(2f);
    FloatVector large = all(1f).sub(two.div(exp(two.mul(size)).add(1f)));
    VectorMask<Float> small = size.compare(VectorOperators.LT, 0.625f);
    FloatVector result = large.blend(smallTanh(size), small);
    IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
    return result.reinterpretAsInts().and(Integer.MAX_VALUE).or(sign).reinterpretAsFloats();
  }

  private static FloatVector smallTanh(FloatVector x) {
    FloatVector x2 = x.mul(x);
    FloatVector p = all(-5.70498872745e-3f);
    p = p.fma(x2, all(2.06390887954e-2f));
    p = p.fma(x2, all(-5.37397155531e-2f));
    p = p.fma(x2, all(1.33314422036e-1f));
    p = p.fma(x2, all(-3.33332819422e-1f));
    return p.mul(x2).fma(x, x);
  }

  static FloatVector sigmoid(FloatVector x) {
    FloatVector one = all(1f);
    FloatVector e = exp(x.abs().neg());
    VectorMask<Float> negative = x.compare(VectorOperators.LT, 0f);
    FloatVector numerator = one.blend(e, negative);
    FloatVector sum = one.add(e);
    FloatVector quotient = numerator.div(sum);
    FloatVector lost = e.sub(sum.sub(1f));
    FloatVector minus = quotient.neg();
    FloatVector remainder = minus.fma(lost, minus.fma(sum, numerator));
    return remainder.fma(quotient.blend(one.sub(quotient), negative), quotient);
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
