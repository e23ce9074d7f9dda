package io.gridproof.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PhiloxTest {
  private static final long SEED = 42;
  private static final int DRAWS = 200_000;

  /** Five standard errors: the draws are fixed, so this passes always or never. */
  private static final double SIGMAS = 5;

  private static int[] block(long key, int c0, int c1, int c2, int c3) {
    int[] words = new int[Philox.WORDS];
    Philox.block(key, c0, c1, c2, c3, words);
    return words;
  }

  // The known-answer vectors of the Random123 library (kat_vectors, philox4x32, 10 rounds).

  @Test
  void zerosGiveTheKnownAnswer() {
    assertThat(block(0L, 0, 0, 0, 0))
        .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
  }

  @Test
  void onesGiveTheKnownAnswer() {
    assertThat(block(-1L, -1, -1, -1, -1))
        .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
  }

  @Test
  void theDigitsOfPiGiveTheKnownAnswer() {
    assertThat(block(0x299f31d0_a4093822L, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344))
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  @Test
  void seedsDifferForEachPurposeAndIndex() {
    Set<Long> seeds = new HashSet<>();
    for (int purpose = 0; purpose < 10; purpose++) {
      for (int index = 0; index < 100; index++) {
        seeds.add(Philox.seed(SEED, purpose, index));
        seeds.add(Philox.seed(SEED + 1, purpose, index));
      }
    }
    assertThat(seeds).as("2 seeds x 10 purposes x 100 indices").hasSize(2000);
  }

  @Test
  void uniformsAreMultiplesOfTwoToTheMinus24FromZeroToBelowOne() {
    int[] scratch = new int[Philox.WORDS];
    for (int i = 0; i < DRAWS; i++) {
      float u = Philox.uniform(SEED, 0, i, scratch);
      assertThat(u).isGreaterThanOrEqualTo(0f).isLessThan(1f);
      assertThat(u * 0x1p24f).as("2^24 u").isEqualTo((float) Math.rint(u * 0x1p24f));
    }
  }

  @Test
  void uniformsFillTheirRangeEvenly() {
    int[] scratch = new int[Philox.WORDS];
    int bins = 64;
    int[] counts = new int[bins];
    for (int i = 0; i < DRAWS; i++) {
      counts[(int) (bins * Philox.uniform(SEED, 1, i, scratch))]++;
    }
    assertThat(chiSquare(counts)).as("chi-square").isLessThan(limit(bins - 1));
  }

  @Test
  void normalsHaveTheMomentsOfTheStandardNormal() {
    int[] scratch = new int[Philox.WORDS];
    double[] sums = new double[4];
    int withinOne = 0;
    for (int i = 0; i < DRAWS; i++) {
      double x = Philox.normal(SEED, 0, i, scratch);
      withinOne += Math.abs(x) < 1 ? 1 : 0;
      double power = 1;
      for (int k = 0; k < sums.length; k++) {
        power *= x;
        sums[k] += power / DRAWS;
      }
    }
    double error = SIGMAS / Math.sqrt(DRAWS);
    assertThat(Math.abs(sums[0])).as("mean, which is to be 0").isLessThan(error);
    assertThat(Math.abs(sums[1] - 1)).as("variance less 1").isLessThan(error * Math.sqrt(2));
    assertThat(Math.abs(sums[2]))
        .as("third moment, which is to be 0")
        .isLessThan(error * Math.sqrt(15));
    assertThat(Math.abs(sums[3] - 3)).as("fourth moment less 3").isLessThan(error * Math.sqrt(96));
    assertThat((double) withinOne / DRAWS - 0.682689)
        .as("share within one standard deviation, less 0.6827")
        .isBetween(-error * 0.47, error * 0.47);
  }

  @Test
  void neighbouringElementsAreUncorrelated() {
    int[] scratch = new int[Philox.WORDS];
    double sum = 0;
    for (int i = 0; i < DRAWS; i++) {
      sum +=
          (double) Philox.normal(SEED, 0, i, scratch) * Philox.normal(SEED, 0, i + 1, scratch)
              + (double) Philox.normal(SEED, 0, i, scratch) * Philox.normal(SEED, 1, i, scratch);
    }
    assertThat(Math.abs(sum / DRAWS)).isLessThan(SIGMAS * Math.sqrt(2.0 / DRAWS));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void aShuffleIsAPermutation(
      @ForAll long seed, @ForAll int stream, @ForAll @IntRange(min = 0, max = 300) int n) {
    int[] sorted = Philox.shuffledIndices(seed, stream, n);
    Arrays.sort(sorted);
    assertThat(sorted).isEqualTo(IntStream.range(0, n).toArray());
  }

  @Property(tries = 100)
  void aShuffleIsTheSameWhateverTheArrayHeld(@ForAll long seed, @ForAll int[] before) {
    int[] indices = before.clone();
    Philox.shuffle(seed, 3, indices);
    assertThat(indices).isEqualTo(Philox.shuffledIndices(seed, 3, before.length));
  }

  @Test
  void everyOrderOfFourIsAsLikely() {
    List<List<Integer>> seen = new ArrayList<>();
    int n = 48_000;
    for (int stream = 0; stream < n; stream++) {
      seen.add(Arrays.stream(Philox.shuffledIndices(SEED, stream, 4)).boxed().toList());
    }
    int[] counts =
        new HashSet<>(seen)
            .stream().mapToInt(order -> Collections.frequency(seen, order)).toArray();
    assertThat(counts).as("orders of four").hasSize(24);
    assertThat(chiSquare(counts)).as("chi-square").isLessThan(limit(23));
  }

  @Test
  void everyNumberLandsEverywhereAsOften() {
    int n = 13;
    int[] counts = new int[n * n];
    for (int stream = 0; stream < 20_000; stream++) {
      int[] order = Philox.shuffledIndices(SEED, stream, n);
      for (int place = 0; place < n; place++) {
        counts[n * place + order[place]]++;
      }
    }
    assertThat(chiSquare(counts)).as("chi-square").isLessThan(limit((n - 1) * (n - 1)));
  }

  @Test
  void streamsShuffleDifferently() {
    assertThat(Philox.shuffledIndices(SEED, 0, 100))
        .isNotEqualTo(Philox.shuffledIndices(SEED, 1, 100))
        .isNotEqualTo(Philox.shuffledIndices(SEED + 1, 0, 100));
  }

  private static double chiSquare(int[] counts) {
    double expected = (double) Arrays.stream(counts).sum() / counts.length;
    return Arrays.stream(counts).mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
  }

  /** Chi-square's mean and five standard deviations. */
  private static double limit(int degrees) {
    return degrees + SIGMAS * Math.sqrt(2.0 * degrees);
  }
}
