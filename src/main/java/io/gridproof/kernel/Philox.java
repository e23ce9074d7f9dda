package io.gridproof.kernel;

/**
 * Counter-based random numbers: Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as
 * easy as 1, 2, 3"). A number is a function of its key and its counter alone, so anyone can make
 * any of them, anywhere, in any order.
 *
 * <p>The key is a 64-bit seed, its low word first. The counter's last word names the purpose, so
 * that no two uses of a seed can meet: (index, purpose, 0, 1) for a seed, (stream, element,
 * attempt, 2) for a shuffle, (layer, element, attempt, 3) for a uniform and 4 for a normal number,
 * (step, 2^16 layer + unit / 8, sample, 5) for masks.
 */
public final class Philox {
  /** The words of one block. */
  public static final int WORDS = 4;

  /** The last word of the counter. */
  private static final int SEEDS = 1;

  private static final int SHUFFLE = 2;
  private static final int UNIFORM = 3;
  private static final int NORMAL = 4;
  static final int MASK = 5;

  static final int ROUNDS = 10;
  static final long MULTIPLIER_0 = 0xD2511F53L;
  static final long MULTIPLIER_1 = 0xCD9E8D57L;
  static final int WEYL_0 = 0x9E3779B9;
  static final int WEYL_1 = 0xBB67AE85;
  static final long LOW = 0xFFFFFFFFL;

  /** The random bits of a mask element. */
  static final int MASK_BITS = 16;

  /** The values that so many bits have. */
  public static final int MASK_RANGE = 1 << MASK_BITS;

  /** The mask elements that one block makes. */
  static final int MASKS = 2 * WORDS;

  private Philox() {}

  /** Writes the four words that belong to a key and a counter to {@code out}. */
  static void block(long key, int c0, int c1, int c2, int c3, int[] out) {
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = MULTIPLIER_0 * (c0 & LOW);
      long p1 = MULTIPLIER_1 * (c2 & LOW);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c3 = (int) p0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
  }

  /** A seed derived from another: one for each (purpose, index). */
  public static long seed(long seed, int purpose, int index) {
    int[] words = new int[WORDS];
    block(seed, index, purpose, 0, SEEDS, words);
    return (words[1] & LOW) << 32 | words[0] & LOW;
  }

  /** The numbers 0 .. n - 1 in the random order that (seed, stream) names. */
  public static int[] shuffledIndices(long seed, int stream, int n) {
    int[] indices = new int[n];
    shuffle(seed, stream, indices);
    return indices;
  }

  /** Fills {@code indices} with 0 .. length - 1 in the random order that (seed, stream) names. */
  public static void shuffle(long seed, int stream, int[] indices) {
    for (int i = 0; i < indices.length; i++) {
      indices[i] = i;
    }
    int[] words = new int[WORDS];
    for (int i = indices.length - 1; i > 0; i--) {
      int j = below(i + 1, seed, stream, i, words);
      int swapped = indices[i];
      indices[i] = indices[j];
      indices[j] = swapped;
    }
  }

  /** A number in 0 .. bound - 1, each exactly as likely (Lemire 2019, with integer rejection). */
  private static int below(int bound, long seed, int stream, int element, int[] words) {
    long rejected = (1L << 32) % bound;
    for (int attempt = 0; ; attempt++) {
      block(seed, stream, element, attempt, SHUFFLE, words);
      for (int word : words) {
        long product = (word & LOW) * bound;
        if ((product & LOW) >= rejected) {
          return (int) (product >>> 32);
        }
      }
    }
  }

  /** A float32 in [0, 1), a multiple of 2^-24. */
  public static float uniform(long seed, int layer, int element, int[] scratch) {
    block(seed, layer, element, 0, UNIFORM, scratch);
    return unit(scratch[0]);
  }

  /** A standard normal float32, by Marsaglia's polar method. */
  public static float normal(long seed, int layer, int element, int[] scratch) {
    for (int attempt = 0; ; attempt++) {
      block(seed, layer, element, attempt, NORMAL, scratch);
      for (int pair = 0; pair < WORDS; pair += 2) {
        float u = Math.fma(2f, unit(scratch[pair]), -1f);
        float v = Math.fma(2f, unit(scratch[pair + 1]), -1f);
        float s = Math.fma(u, u, v * v);
        if (s > 0 && s < 1) {
          return u * (float) Math.sqrt(-2f * Functions.log(s) / s);
        }
      }
    }
  }

  private static float unit(int word) {
    return (word >>> 8) * 0x1p-24f;
  }

  /**
   * The masks of a dropout layer: element (unit, sample) is {@code kept} where the 16 random bits
   * that belong to (seed, step, layer, unit, sample) are below the threshold, 0 elsewhere. So a
   * probability is rounded to a multiple of 2^-16.
   *
   * @param mask out, (units, samples)
   * @param firstSample the place of the block's first sample in the batch
   * @param keepBelow threshold in 0 .. 2^16
   */
  static void mask(
      long seed, int step, int layer, int firstSample, int keepBelow, float kept, Matrix mask) {
    int[] words = new int[WORDS];
    for (int unit = 0; unit < mask.rows(); unit += MASKS) {
      int group = Math.min(MASKS, mask.rows() - unit);
      for (int sample = 0; sample < mask.columns(); sample++) {
        block(seed, step, maskCounter(layer, unit), firstSample + sample, MASK, words);
        for (int i = 0; i < group; i++) {
          int bits = words[i / 2] >>> MASK_BITS * (i % 2) & MASK_RANGE - 1;
          mask.set(unit + i, sample, bits < keepBelow ? kept : 0f);
        }
      }
    }
  }

  /** The second word of the counter of the block that makes the masks of 8 units. */
  static int maskCounter(int layer, int unit) {
    return layer << 16 | unit / MASKS;
  }
}
