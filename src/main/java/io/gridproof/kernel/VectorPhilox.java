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
    int[] words = new int[Philox.WORDS * LANES];
    for (int unit = 0; unit < mask.rows(); unit += Philox.MASKS) {
      int group = Math.min(Philox.MASKS, mask.rows() - unit);
      int counter = Philox.maskCounter(layer, unit);
      for (int sample = 0; sample < mask.columns(); sample += LANES) {
        blocks(seed, step, counter, firstSample + sample, words);
        for (int i = 0; i < group; i++) {
          int shift = Philox.MASK_BITS * (i % 2);
          int at = mask.index(unit + i, sample);
          masks(words, i / 2 * LANES, shift, keepBelow, kept, mask.data, at);
        }
      }
    }
  }

  /**
   * The blocks of as many samples as there are lanes.
   *
   * @param words out, (4, lanes)
   */
  private static void blocks(long key, int counter0, int counter1, int sample, int[] words) {
    LongVector c0 = LongVector.broadcast(LONGS, counter0 & Philox.LOW);
    LongVector c1 = LongVector.broadcast(LONGS, counter1 & Philox.LOW);
    LongVector c2 = LANE_NUMBERS.add((long) sample).and(Philox.LOW);
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
    ((IntVector) c0.convertShape(VectorOperators.L2I, INTS, 0)).intoArray(words, 0);
    ((IntVector) c1.convertShape(VectorOperators.L2I, INTS, 0)).intoArray(words, LANES);
    ((IntVector) c2.convertShape(VectorOperators.L2I, INTS, 0)).intoArray(words, 2 * LANES);
    ((IntVector) c3.convertShape(VectorOperators.L2I, INTS, 0)).intoArray(words, 3 * LANES);
  }

  /** The masks of one unit, from one half of a word of each lane. */
  private static void masks(
      int[] words, int from, int shift, int keepBelow, float kept, float[] mask, int at) {
    IntVector bits =
        IntVector.fromArray(INTS, words, from)
            .lanewise(VectorOperators.LSHR, shift)
            .and(Philox.MASK_RANGE - 1);
    IntVector.zero(INTS)
        .blend(Float.floatToRawIntBits(kept), bits.compare(VectorOperators.LT, keepBelow))
        .reinterpretAsFloats()
        .intoArray(mask, at);
  }
}
