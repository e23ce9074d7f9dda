package io.gridproof.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.kernel.Kernel;
import io.gridproof.kernel.Kernel.Start;
import io.gridproof.kernel.PixelPanel;
import io.gridproof.kernel.TestKernels;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks are a matter of caches: no result depends on where they end. */
class BlockCutTest {
  private static final int SAMPLES = 100;
  private static final int[] CUTS = {1, 7, 31, 32, 33, 64, 99};
  private static final ImageSet IMAGES = Images.of(5, 5, SAMPLES, 1);
  private static final int[] ORDER = IntStream.range(0, SAMPLES).toArray();
  private static final List<Integer> SIZES = List.of(25, 11, 9, ImageSet.CLASSES);
  private static final List<Activation> ACTIVATIONS = List.of(Activation.GELU, Activation.TANH);

  static List<Named<Kernel>> kernels() {
    return TestKernels.named();
  }

  private record Sums(String gradientSha256, Evaluation evaluation) {}

  /** Forward and backward over all images, in blocks of so many. */
  private static Sums inBlocksOf(int most, Kernel kernel, Dropout dropout) {
    Weights weights = Weights.initial(SIZES, Initializer.RANDOM, 5);
    Network network = new Network(kernel, weights, ACTIVATIONS);
    Weights gradient = Weights.zeros(SIZES);
    Block whole = network.block(most, dropout);
    DropoutMasks masks = new DropoutMasks(kernel, dropout, 6);
    Scorer scorer = new Scorer();
    for (int first = 0; first < SAMPLES; first += most) {
      int samples = Math.min(most, SAMPLES - first);
      Block block = samples == most ? whole : whole.firstSamples(samples);
      PixelPanel panel =
          PixelPanel.of(IMAGES.pixels(), IMAGES.pixelsPerImage(), ORDER, first, samples);
      System.arraycopy(IMAGES.labels(), first, block.labels(), 0, samples);
      masks.moveTo(1, first);
      network.forward(panel, block, masks);
      scorer.add(block);
      network.backward(panel, block, first == 0 ? Start.ZERO : Start.SUM, gradient);
    }
    return new Sums(gradient.sha256(), scorer.evaluation());
  }

  private static void assertNoCutMatters(Kernel kernel, Dropout dropout) {
    Sums whole = inBlocksOf(SAMPLES, kernel, dropout);
    for (int most : CUTS) {
      Sums cut = inBlocksOf(most, kernel, dropout);
      assertThat(cut.gradientSha256())
          .as("gradient in blocks of %d", most)
          .isEqualTo(whole.gradientSha256());
      assertThat(cut.evaluation().score())
          .as("score in blocks of %d", most)
          .isEqualTo(whole.evaluation().score());
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void blocksDoNotChangeLossAndGradient(Kernel kernel) {
    assertNoCutMatters(kernel, Dropout.NONE);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void blocksDoNotChangeLossAndGradientWithInvertedDropout(Kernel kernel) {
    assertNoCutMatters(kernel, new Dropout(Dropout.Kind.INVERTED, 0.25));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void blocksDoNotChangeLossAndGradientWithDropoutAsWritten(Kernel kernel) {
    assertNoCutMatters(kernel, new Dropout(Dropout.Kind.AS_WRITTEN, 0.6));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void anImageGetsTheSameProbabilitiesInAnyCompany(Kernel kernel) {
    Weights weights = Weights.initial(SIZES, Initializer.RANDOM, 5);
    Evaluator evaluator = new Evaluator(kernel, weights, ACTIVATIONS);
    List<Classification> together = evaluator.classify(Images.of(5, 5, 300, 1));
    for (int count : new int[] {1, 127, 128, 129}) {
      List<Classification> fewer = evaluator.classify(Images.of(5, 5, count, 1));
      assertThat(fewer.get(count - 1).probabilities())
          .as("image %d", count - 1)
          .isEqualTo(together.get(count - 1).probabilities());
    }
  }
}
