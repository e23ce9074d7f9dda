package io.gridproof.kernel;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Philox#mask} on vectors: a lane is a sample, in 64 bits for the 32 x 32 bit products. Even
 * and odd samples are computed apart and then interleaved, so that all vectors have one width.
 */
final class VectorPhilox {
  private static final VectorSpecies<Long> LONGS =
      VectorSpecies.of(long.class, VectorKernel.SPECIES.vectorShape());
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, VectorKernel.SPECIES.vectorShape());
  private static final int SAMPLES = INTS.length();
  private static final int HALF = LONGS.length();

  /** 0, 2, 4, ... */
  private static final LongVector EVEN = LongVector.zero(LONGS).addIndex(2);

  private final long[] even = new long[Philox.WORDS * HALF];
  private final long[] odd = new long[Philox.WORDS * HALF];
  private final int[] words = new int[Philox.WORDS * SAMPLES];

  void mask(
      long seed, int step, int layer, int firstSample, int keepBelow, float kept, Matrix mask) {
    for (int unit = 0; unit < mask.rows(); unit += Philox.MASKS) {
      int group = Math.min(Philox.MASKS, mask.rows() - unit);
      int counter = Philox.maskCounter(layer, unit);
      for (int sample = 0; sample < mask.columns(); sample += SAMPLES) {
        blocks(seed, step, counter, firstSample + sample, even);
        blocks(seed, step, counter, firstSample + sample + 1, odd);
        interleave(even, odd, words);
        for (int i = 0; i < group; i++) {
          int shift = Philox.MASK_BITS * (i % 2);
          int at = mask.index(unit + i, sample);
          masks(words, i / 2 * SAMPLES, shift, keepBelow, kept, mask.data, at);
        }
      }
    }
  }

  /**
   * The blocks of every second sample.
   *
   * @param words out, (4, lanes)
   */
  private static void blocks(long key, int counter0, int counter1, int sample, long[] words) {
    LongVector c0 = LongVector.broadcast(LONGS, counter0 & Philox.LOW);
    LongVector c1 = LongVector.broadcast(LONGS, counter1 & Philox.LOW);
    LongVector c2 = EVEN.add((long) sample).and(Philox.LOW);
    LongVector c3 = LongVector.broadcast(LONGS, Philox.MASK);
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < Philox.ROUNDS; round++) {
      LongVector p0 = LongVector.broadcast(LONGS, Philox.MULTIPLIER_0).mul(c0);
      LongVector p1 = LongVector.broadcast(LONGS, Philox.MULTIPLIER_1).mul(c2);
      c0 = p1.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c1);
      c0 = c0.lanewise(VectorOperators.XOR, k0 & Philox.LOW);
      c1 = p1.and(Philox.LOW);
      c2 = p0.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c3);
      c2 = c2.lanewise(VectorOperators.XOR, k1 & Philox.LOW);
      c3 = p0.and(Philox.LOW);
      k0 += Philox.WEYL_0;
      k1 += Philox.WEYL_1;
    }
    LongVector none = LongVector.zero(LONGS);
    none.or(c0).intoArray(words, 0);
    none.or(c1).intoArray(words, HALF);
    none.or(c2).intoArray(words, 2 * HALF);
    none.or(c3).intoArray(words, 3 * HALF);
  }

  private static void interleave(long[] even, long[] odd, int[] words) {
    for (int i = 0; i < even.length; i += HALF) {
      LongVector low = LongVector.fromArray(LONGS, even, i);
      LongVector high = LongVector.fromArray(LONGS, odd, i);
      low.or(high.lanewise(VectorOperators.LSHL, 32)).reinterpretAsInts().intoArray(words, 2 * i);
    }
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
