package io.gridproof.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gridproof.kernel.Kernel;
import io.gridproof.kernel.Kernel.Start;
import io.gridproof.kernel.PixelPanel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The backward pass against central differences in double. */
class GradientTest {
  private static final int SAMPLES = 7;
  private static final ImageSet IMAGES = Images.of(4, 4, SAMPLES, 1);
  private static final int[] ALL = IntStream.range(0, SAMPLES).toArray();

  /** Of the largest element of the layer's gradient. */
  private static final double TOLERANCE = 2e-6;

  private static final List<Dropout> DROPOUTS =
      List.of(
          Dropout.NONE,
          new Dropout(Dropout.Kind.INVERTED, 0.3),
          new Dropout(Dropout.Kind.AS_WRITTEN, 0.6));

  private static final List<List<Integer>> DEPTHS =
      List.of(List.of(9), List.of(9, 5), List.of(6, 9, 4));

  record Case(
      List<Integer> hidden,
      List<Activation> activations,
      Initializer initializer,
      Dropout dropout) {
    @Override
    public String toString() {
      return hidden
          + " "
          + activations
          + " "
          + initializer
          + (dropout.isNone() ? "" : " " + dropout.kind());
    }
  }

  static Stream<Case> everyActivationInitializerDropoutKindAndDepth() {
    List<Case> cases = new ArrayList<>();
    for (List<Integer> hidden : DEPTHS) {
      for (Initializer initializer : Initializer.values()) {
        for (Dropout dropout : DROPOUTS) {
          for (Activation activation : Activation.values()) {
            List<Activation> each = Configuration.cycle(List.of(activation), hidden.size());
            cases.add(new Case(hidden, each, initializer, dropout));
          }
          List<Activation> mixed =
              Configuration.cycle(List.of(Activation.SIGMOID, Activation.TANH), hidden.size());
          cases.add(new Case(hidden, mixed, initializer, dropout));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("everyActivationInitializerDropoutKindAndDepth")
  void backwardGivesTheSlopesOfTheLoss(Case tested) {
    List<Integer> sizes = new ArrayList<>(tested.hidden());
    sizes.add(0, IMAGES.pixelsPerImage());
    sizes.add(ImageSet.CLASSES);
    Weights weights = Weights.initial(sizes, tested.initializer(), 11);
    leaveTheKinkOfRelu(weights);
    DropoutMasks masks = new DropoutMasks(Kernel.best(), tested.dropout(), 13);
    ReferenceNetwork reference = new ReferenceNetwork(weights, tested.activations());
    double[][][] expected =
        reference.gradient(
            IMAGES,
            ALL,
            ReferenceNetwork.masks(masks, tested.dropout(), tested.hidden(), 1, SAMPLES));

    double[][][] actual =
        ReferenceNetwork.parameters(sums(weights, tested.activations(), tested.dropout(), masks));
    for (int l = 0; l < expected.length; l++) {
      double largest = largest(expected[l]);
      for (int i = 0; i < expected[l].length; i++) {
        int bias = expected[l][i].length - 1;
        for (int k = 0; k <= bias; k++) {
          float scale = k == bias ? Network.biasScale(SAMPLES) : Network.weightScale(l, SAMPLES);
          assertThat(actual[l][i][k] * scale)
              .as("layer %d, unit %d, %s", l + 1, i, k == bias ? "bias" : "weight " + k)
              .isCloseTo(expected[l][i][k], within(TOLERANCE * largest));
        }
      }
    }
  }

  /** With biases of 0, a unit whose inputs are all dropped has z = 0, where ReLU has no slope. */
  private static void leaveTheKinkOfRelu(Weights weights) {
    for (Weights.Layer layer : weights.layers()) {
      for (int i = 0; i < layer.outputs(); i++) {
        layer.b().set(0, i, layer.b().get(0, i) + 0.1f + 0.01f * i);
      }
    }
  }

  private static double largest(double[][] gradient) {
    return Arrays.stream(gradient).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
  }

  /** What {@link Network#backward} adds up over all images. */
  private static Weights sums(
      Weights weights, List<Activation> activations, Dropout dropout, DropoutMasks masks) {
    Network network = new Network(Kernel.best(), weights, activations);
    Block block = network.block(SAMPLES, dropout);
    PixelPanel panel = PixelPanel.of(IMAGES.pixels(), IMAGES.pixelsPerImage(), ALL, 0, SAMPLES);
    System.arraycopy(IMAGES.labels(), 0, block.labels(), 0, SAMPLES);
    masks.moveTo(1, 0);
    network.forward(panel, block, masks);
    Weights gradient = Weights.zeros(weights.sizes());
    network.backward(panel, block, Start.ZERO, gradient);
    return gradient;
  }
}
