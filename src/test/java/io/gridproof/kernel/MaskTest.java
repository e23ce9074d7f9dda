package io.gridproof.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("lanes")
class MaskTest {
  private static final long SEED = 7;
  private static final int STEP = 5;
  private static final int LAYER = 1;
  private static final int ONE = 1 << 16;

  static List<Named<Kernel>> kernels() {
    return TestKernels.named();
  }

  private static Matrix mask(
      Kernel kernel, int firstSample, double keep, float kept, int units, int samples) {
    Matrix mask = Matrix.create(units, samples);
    kernel.mask(SEED, STEP, LAYER, firstSample, (int) Math.round(keep * ONE), kept, mask);
    return mask;
  }

  /** What the kernel's javadoc promises, element by element. */
  private static float element(int unit, int sample, double keep, float kept) {
    int[] words = new int[Philox.WORDS];
    int group = unit / 8;
    int half = unit % 8;
    Philox.block(SEED, STEP, LAYER << 16 | group, sample, 5, words);
    int bits = half % 2 == 0 ? words[half / 2] & 0xFFFF : words[half / 2] >>> 16;
    return bits < Math.round(keep * ONE) ? kept : 0f;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void anElementDependsOnItsPlaceInTheBatchAlone(Kernel kernel) {
    for (int units : new int[] {1, 2, 7, 8, 9, 10, 16, 33, 100}) {
      for (int samples : new int[] {1, 3, 16, 31, 33, 64}) {
        Matrix mask = mask(kernel, 11, 0.7, 1.25f, units, samples);
        for (int unit = 0; unit < units; unit++) {
          for (int s = 0; s < samples; s++) {
            assertThat(mask.get(unit, s))
                .as("unit %d of %d, sample %d of %d", unit, units, s, samples)
                .isEqualTo(element(unit, 11 + s, 0.7, 1.25f));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theCutIntoBlocksChangesNothing(Kernel kernel) {
    Matrix whole = mask(kernel, 0, 0.5, 2f, 20, 96);
    for (int cut : new int[] {1, 7, 32, 50, 95}) {
      Matrix left = mask(kernel, 0, 0.5, 2f, 20, cut);
      Matrix right = mask(kernel, cut, 0.5, 2f, 20, 96 - cut);
      for (int unit = 0; unit < 20; unit++) {
        for (int s = 0; s < 96; s++) {
          assertThat(s < cut ? left.get(unit, s) : right.get(unit, s - cut))
              .as("unit %d, sample %d, cut at %d", unit, s, cut)
              .isEqualTo(whole.get(unit, s));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theShareThatIsKeptIsTheProbability(Kernel kernel) {
    int elements = 100 * 2000;
    for (double keep : new double[] {0.05, 0.2, 0.5, 0.8, 0.95}) {
      Matrix mask = mask(kernel, 0, keep, 1f, 100, 2000);
      long kept = IntStream.of(Matrices.bits(mask)).filter(bits -> bits != 0).count();
      assertThat((double) kept / elements - keep)
          .as("share kept, less %s", keep)
          .isBetween(-0.005, 0.005);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void probabilityOneKeepsAllAndZeroNone(Kernel kernel) {
    assertThat(Matrices.bits(mask(kernel, 0, 1, 1f, 40, 40)))
        .containsOnly(Float.floatToIntBits(1f));
    assertThat(Matrices.bits(mask(kernel, 0, 0, 1f, 40, 40))).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void keptElementsHaveTheGivenValueAndDroppedOnesPositiveZero(Kernel kernel) {
    Set<Integer> values =
        IntStream.of(Matrices.bits(mask(kernel, 0, 0.5, 1.25f, 40, 40)))
            .boxed()
            .collect(Collectors.toSet());
    assertThat(values).containsExactlyInAnyOrder(0, Float.floatToIntBits(1.25f));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void seedsStepsAndLayersMakeMasksOfTheirOwn(Kernel kernel) {
    Set<List<Integer>> masks = new HashSet<>();
    for (int seed = 0; seed < 2; seed++) {
      for (int step = 1; step <= 3; step++) {
        for (int layer = 0; layer < 3; layer++) {
          Matrix mask = Matrix.create(10, 20);
          kernel.mask(seed, step, layer, 0, ONE / 2, 1f, mask);
          masks.add(IntStream.of(Matrices.bits(mask)).boxed().toList());
        }
      }
    }
    assertThat(masks).as("2 seeds x 3 steps x 3 layers").hasSize(18);
  }
}
