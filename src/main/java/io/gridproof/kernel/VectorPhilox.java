package io.gridproof.kernel;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Philox#mask} on vectors. A lane of 64 bits holds one sample, so that it has room for
 * products of 32 x 32 bits. Even and odd samples are computed side by side, because a single chain
 * waits for its products. They are interleaved at the end, so that all vectors have one width.
 */
final class VectorPhilox {
  private static final VectorSpecies<Long> LONGS =
      VectorSpecies.of(long.class, VectorKernel.SPECIES.vectorShape());
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, VectorKernel.SPECIES.vectorShape());
  private static final int SAMPLES = INTS.length();

  /** 0, 2, 4, ... */
  private static final LongVector EVEN = LongVector.zero(LONGS).addIndex(2);

  private final int[] words = new int[Philox.WORDS * SAMPLES];

  void mask(
      long seed, int step, int layer, int firstSample, int keepBelow, float kept, Matrix mask) {
    for (int unit = 0; unit < mask.rows(); unit += Philox.MASKS) {
      int group = Math.min(Philox.MASKS, mask.rows() - unit);
      int counter = Philox.maskCounter(layer, unit);
      for (int sample = 0; sample < mask.columns(); sample += SAMPLES) {
        blocks(seed, step, counter, firstSample + sample, words);
        for (int i = 0; i < group; i++) {
          int shift = Philox.MASK_BITS * (i % 2);
          int at = mask.index(unit + i, sample);
          masks(words, i / 2 * SAMPLES, shift, keepBelow, kept, mask.data, at);
        }
      }
    }
  }

  /**
   * Makes the blocks of as many samples as there are lanes; c belongs to the even samples, d to the
   * odd ones.
   *
   * @param words out, (4, samples)
   */
  private static void blocks(long key, int counter0, int counter1, int sample, int[] words) {
    LongVector low = LongVector.broadcast(LONGS, Philox.LOW);
    LongVector c0 = LongVector.broadcast(LONGS, counter0 & Philox.LOW);
    LongVector c1 = LongVector.broadcast(LONGS, counter1);
    LongVector c2 = EVEN.add((long) sample).and(low);
    LongVector c3 = LongVector.broadcast(LONGS, Philox.MASK);
    LongVector d0 = c0;
    LongVector d1 = c1;
    LongVector d2 = EVEN.add((long) sample + 1).and(low);
    LongVector d3 = c3;
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    // The low half of a product is masked where it is used, because nothing waits for it there.
    for (int round = 0; round < Philox.ROUNDS; round++) {
      LongVector key0 = LongVector.broadcast(LONGS, k0 & Philox.LOW);
      LongVector key1 = LongVector.broadcast(LONGS, k1 & Philox.LOW);
      LongVector p0 = c0.mul(Philox.MULTIPLIER_0);
      LongVector p1 = c2.mul(Philox.MULTIPLIER_1);
      LongVector q0 = d0.mul(Philox.MULTIPLIER_0);
      LongVector q1 = d2.mul(Philox.MULTIPLIER_1);
      LongVector x1 = c1.and(low).lanewise(VectorOperators.XOR, key0);
      LongVector x3 = c3.and(low).lanewise(VectorOperators.XOR, key1);
      LongVector y1 = d1.and(low).lanewise(VectorOperators.XOR, key0);
      LongVector y3 = d3.and(low).lanewise(VectorOperators.XOR, key1);
      c0 = p1.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, x1);
      c1 = p1;
      c2 = p0.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, x3);
      c3 = p0;
      d0 = q1.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, y1);
      d1 = q1;
      d2 = q0.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, y3);
      d3 = q0;
      k0 += Philox.WEYL_0;
      k1 += Philox.WEYL_1;
    }
    low.and(c0).or(d0.lanewise(VectorOperators.LSHL, 32)).reinterpretAsInts().intoArray(words, 0);
    low.and(c1)
        .or(d1.lanewise(VectorOperators.LSHL, 32))
        .reinterpretAsInts()
        .intoArray(words, SAMPLES);
    low.and(c2)
        .or(d2.lanewise(VectorOperators.LSHL, 32))
        .reinterpretAsInts()
        .intoArray(words, 2 * SAMPLES);
    low.and(c3)
        .or(d3.lanewise(VectorOperators.LSHL, 32))
        .reinterpretAsInts()
        .intoArray(words, 3 * SAMPLES);
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
