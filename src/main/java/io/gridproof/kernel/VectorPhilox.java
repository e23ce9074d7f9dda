package io.gridproof.kernel;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** {@link Philox#mask} on vectors: a lane is a sample, in 64 bits for the 32 x 32 bit products. */
final class VectorPhilox {
  private static final VectorSpecies<Long> LONGS =
      VectorSpecies.of(long.class, VectorKernel.SPECIES.vectorShape());
  private static final VectorShape HALF =
      VectorShape.forBitSize(VectorKernel.SPECIES.vectorBitSize() / 2);
  private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, HALF);
  private static final int LANES = LONGS.length();
  private static final LongVector LANE_NUMBERS = LongVector.zero(LONGS).addIndex(1);

  private VectorPhilox() {}

  static void mask(
      long seed, int step, int layer, int firstSample, int keepBelow, float kept, Matrix mask) {
    for (int unit = 0; unit < mask.rows(); unit += Philox.MASKS) {
      int group = Math.min(Philox.MASKS, mask.rows() - unit);
      int c1 = Philox.maskCounter(layer, unit);
      for (int sample = 0; sample < mask.columns(); sample += LANES) {
        samples(seed, step, c1, firstSample, keepBelow, kept, mask, unit, group, sample);
      }
    }
  }

  private static void samples(
      long key,
      int step,
      int counter1,
      int firstSample,
      int keepBelow,
      float kept,
      Matrix mask,
      int unit,
      int group,
      int sample) {
    LongVector c0 = LongVector.broadcast(LONGS, step & Philox.LOW);
    LongVector c1 = LongVector.broadcast(LONGS, counter1 & Philox.LOW);
    LongVector c2 = LANE_NUMBERS.add((long) firstSample + sample).and(Philox.LOW);
    LongVector c3 = LongVector.broadcast(LONGS, Philox.MASK);
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < Philox.ROUNDS; round++) {
      LongVector p0 = c0.mul(Philox.MULTIPLIER_0);
      LongVector p1 = c2.mul(Philox.MULTIPLIER_1);
      c0 = p1.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c1);
      c0 = c0.lanewise(VectorOperators.XOR, k0 & Philox.LOW);
      c1 = p1.and(Philox.LOW);
      c2 = p0.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c3);
      c2 = c2.lanewise(VectorOperators.XOR, k1 & Philox.LOW);
      c3 = p0.and(Philox.LOW);
      k0 += Philox.WEYL_0;
      k1 += Philox.WEYL_1;
    }
    put(c0, 0, keepBelow, kept, mask, unit, group, sample);
    put(c1, 1, keepBelow, kept, mask, unit, group, sample);
    put(c2, 2, keepBelow, kept, mask, unit, group, sample);
    put(c3, 3, keepBelow, kept, mask, unit, group, sample);
  }

  /** The masks of two units from one word of each lane. */
  private static void put(
      LongVector words,
      int word,
      int keepBelow,
      float kept,
      Matrix mask,
      int unit,
      int group,
      int sample) {
    IntVector bits = (IntVector) words.convertShape(VectorOperators.L2I, INTS, 0);
    if (2 * word < group) {
      put(bits.and(0xFFFF), keepBelow, kept, mask, unit + 2 * word, sample);
    }
    if (2 * word + 1 < group) {
      IntVector high = bits.lanewise(VectorOperators.LSHR, 16);
      put(high, keepBelow, kept, mask, unit + 2 * word + 1, sample);
    }
  }

  private static void put(
      IntVector bits, int keepBelow, float kept, Matrix mask, int unit, int sample) {
    IntVector keptBits = IntVector.broadcast(INTS, Float.floatToRawIntBits(kept));
    IntVector.zero(INTS)
        .blend(keptBits, bits.compare(VectorOperators.LT, keepBelow))
        .reinterpretAsFloats()
        .intoArray(mask.data, mask.index(unit, sample));
  }
}
