package io.gridproof.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gridproof.kernel.Kernel;
import io.gridproof.kernel.Matrix;
import io.gridproof.kernel.Part;
import io.gridproof.kernel.Philox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The optimizers against their formulas in double. */
class OptimizerTest {
  private static final float[] GRADIENTS = {2f, -3f, 0.5f, 0.25f};
  private static final float SCALE = 0.125f;
  private static final double ALPHA = 0.1f;
  private static final double LAMBDA = 0.25;
  private static final Configuration PLAIN = Configuration.USUAL.withLearningRate(ALPHA);

  /** The weight after each of the gradients, from 1 on. */
  private static double[] weights(Optimizer optimizer) {
    return weights(PLAIN.withOptimizer(optimizer));
  }

  private static double[] weights(Configuration configuration) {
    Matrix w = Matrix.create(1, 1);
    Matrix g = Matrix.create(1, 1);
    w.set(0, 0, 1f);
    Optimizer.Update update = configuration.optimizer().update(Kernel.best(), w, configuration);
    double[] weights = new double[GRADIENTS.length];
    for (int t = 0; t < weights.length; t++) {
      g.set(0, 0, GRADIENTS[t]);
      update.beginStep();
      update.apply(Part.all(g), SCALE);
      weights[t] = w.get(0, 0);
    }
    return weights;
  }

  private static double[] mean() {
    return IntStream.range(0, GRADIENTS.length)
        .mapToDouble(t -> GRADIENTS[t] * (double) SCALE)
        .toArray();
  }

  @Test
  void sgdGoesDownTheMeanGradient() {
    double[] g = mean();
    double w1 = 1 - ALPHA * g[0];
    double w2 = w1 - ALPHA * g[1];
    double w3 = w2 - ALPHA * g[2];
    assertThat(weights(Optimizer.SGD))
        .containsExactly(new double[] {w1, w2, w3, w3 - ALPHA * g[3]}, within(1e-6));
  }

  @Test
  void momentumAddsNineTenthsOfTheLastVelocity() {
    double[] g = mean();
    double v1 = g[0];
    double v2 = 0.9 * v1 + g[1];
    double v3 = 0.9 * v2 + g[2];
    double v4 = 0.9 * v3 + g[3];
    assertThat(weights(Optimizer.MOMENTUM))
        .containsExactly(
            new double[] {
              1 - ALPHA * v1,
              1 - ALPHA * (v1 + v2),
              1 - ALPHA * (v1 + v2 + v3),
              1 - ALPHA * (v1 + v2 + v3 + v4)
            },
            within(1e-6));
  }

  @Test
  void theCoefficientOfMomentumIsItsShareOfTheLastVelocity() {
    double[] g = mean();
    double[] expected = new double[g.length];
    double w = 1;
    double v = 0;
    for (int t = 0; t < g.length; t++) {
      v = 0.5 * v + g[t];
      w -= ALPHA * v;
      expected[t] = w;
    }
    Configuration momentum = PLAIN.withOptimizer(Optimizer.MOMENTUM);
    assertThat(weights(momentum.withMomentum(0.5))).containsExactly(expected, within(1e-6));
  }

  @Test
  void adamIsAlgorithmOneOfItsPaper() {
    double[] g = mean();
    double[] expected = new double[g.length];
    double w = 1;
    double m = 0;
    double v = 0;
    for (int t = 1; t <= g.length; t++) {
      m = 0.9 * m + 0.1 * g[t - 1];
      v = 0.999 * v + 0.001 * g[t - 1] * g[t - 1];
      w -= ALPHA * (m / (1 - Math.pow(0.9, t))) / (Math.sqrt(v / (1 - Math.pow(0.999, t))) + 1e-8);
      expected[t - 1] = w;
    }
    assertThat(weights(Optimizer.ADAM)).containsExactly(expected, within(1e-5));
  }

  @Test
  void adamLeavesAWeightWithoutGradientAlone() {
    Matrix w = Matrix.create(1, 1);
    w.set(0, 0, 1f);
    Optimizer.Update update = Optimizer.ADAM.update(Kernel.best(), w, PLAIN);
    for (int step = 1; step <= 2; step++) {
      update.beginStep();
      update.apply(Part.all(Matrix.create(1, 1)), 1f);
    }
    assertThat(w.get(0, 0)).isEqualTo(1f);
  }

  @Test
  void weightDecayAddsAShareOfTheWeightToTheGradientOfSgd() {
    double[] g = mean();
    double[] expected = new double[g.length];
    double w = 1;
    for (int t = 0; t < g.length; t++) {
      w -= ALPHA * (g[t] + LAMBDA * w);
      expected[t] = w;
    }
    assertThat(weights(PLAIN.withWeightDecay(LAMBDA))).containsExactly(expected, within(1e-6));
  }

  @Test
  void weightDecayEntersTheVelocityOfMomentum() {
    double[] g = mean();
    double[] expected = new double[g.length];
    double w = 1;
    double v = 0;
    for (int t = 0; t < g.length; t++) {
      v = 0.9 * v + g[t] + LAMBDA * w;
      w -= ALPHA * v;
      expected[t] = w;
    }
    Configuration momentum = PLAIN.withOptimizer(Optimizer.MOMENTUM);
    assertThat(weights(momentum.withWeightDecay(LAMBDA))).containsExactly(expected, within(1e-6));
  }

  @Test
  void weightDecayShrinksTheWeightBesideTheMomentsOfAdam() {
    double[] g = mean();
    double[] expected = new double[g.length];
    double w = 1;
    double m = 0;
    double v = 0;
    for (int t = 1; t <= g.length; t++) {
      m = 0.9 * m + 0.1 * g[t - 1];
      v = 0.999 * v + 0.001 * g[t - 1] * g[t - 1];
      w -= ALPHA * LAMBDA * w;
      w -= ALPHA * (m / (1 - Math.pow(0.9, t))) / (Math.sqrt(v / (1 - Math.pow(0.999, t))) + 1e-8);
      expected[t - 1] = w;
    }
    Configuration adam = PLAIN.withOptimizer(Optimizer.ADAM);
    assertThat(weights(adam.withWeightDecay(LAMBDA))).containsExactly(expected, within(1e-5));
  }

  // Whole steps of a trial, with the gradient by central differences.

  private static final int STEPS = 3;
  private static final Splits SPLITS = Images.splits(4, 10, 0, 5);
  private static final Seeds SEEDS = new Seeds(21, 22, 23);

  static Stream<Configurations> everyOptimizerDropoutKindAndBatch() {
    List<Configurations> cases = new ArrayList<>();
    Configurations plain =
        Configurations.plain()
            .hidden(6, 5)
            .activations(Activation.TANH, Activation.SIGMOID)
            .initializer(Initializer.RANDOM)
            .learningRate(0.05)
            .steps(STEPS);
    for (Optimizer optimizer : Optimizer.values()) {
      for (Configurations batch : List.of(plain, plain.miniBatch(4))) {
        Configurations each = batch.optimizer(optimizer);
        cases.add(each);
        cases.add(each.weightDecay(0.1));
        cases.add(each.dropout(Dropout.Kind.INVERTED, 0.3));
        cases.add(each.dropout(Dropout.Kind.AS_WRITTEN, 0.6));
      }
    }
    cases.add(plain.momentum(0.6));
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("everyOptimizerDropoutKindAndBatch")
  void threeStepsOfATrialFollowTheFormula(Configurations tested) {
    Configuration configuration = tested.get();
    TrainingResult result =
        new Trainer(Kernel.best(), configuration, SEEDS, new Recording(1, 100), SPLITS)
            .train(() -> false);

    double[][][] actual = ReferenceNetwork.parameters(result.weights());
    double[][][] expected = reference(configuration);
    for (int l = 0; l < expected.length; l++) {
      for (int i = 0; i < expected[l].length; i++) {
        assertThat(actual[l][i])
            .as("layer %d, unit %d, bias last", l + 1, i)
            .containsExactly(expected[l][i], within(2e-5));
      }
    }
  }

  /** The parameters after all steps. */
  private static double[][][] reference(Configuration configuration) {
    ImageSet images = SPLITS.train();
    List<Integer> sizes = List.of(images.pixelsPerImage(), 6, 5, ImageSet.CLASSES);
    Weights initial = Weights.initial(sizes, configuration.initializer(), SEEDS.init());
    ReferenceNetwork network = new ReferenceNetwork(initial, configuration.activations());
    DropoutMasks masks = new DropoutMasks(Kernel.best(), configuration.dropout(), SEEDS.dropout());
    double[][][] first = ReferenceNetwork.parameters(Weights.zeros(sizes));
    double[][][] second = ReferenceNetwork.parameters(Weights.zeros(sizes));
    for (int t = 1; t <= STEPS; t++) {
      int[] samples = samples(configuration.batch(), t);
      double[][][] g =
          network.gradient(
              images,
              samples,
              ReferenceNetwork.masks(
                  masks, configuration.dropout(), configuration.hidden(), t, samples.length));
      for (int l = 0; l < g.length; l++) {
        for (int i = 0; i < g[l].length; i++) {
          double[] w = network.parameters()[l][i];
          for (int k = 0; k < w.length; k++) {
            boolean isBias = k == w.length - 1;
            double decay = isBias ? 0 : configuration.weightDecay() * w[k];
            double direction =
                configuration.optimizer() == Optimizer.ADAM
                    ? decay + direction(configuration, t, g[l][i][k], first[l][i], second[l][i], k)
                    : direction(configuration, t, g[l][i][k] + decay, first[l][i], second[l][i], k);
            w[k] -= configuration.learningRate() * direction;
          }
        }
      }
    }
    return network.parameters();
  }

  /** Three steps are one epoch of ten images in batches of four. */
  private static int[] samples(Batch batch, int step) {
    if (batch instanceof Batch.Full) {
      return IntStream.range(0, 10).toArray();
    }
    int[] order = Philox.shuffledIndices(SEEDS.shuffle(), 0, 10);
    return Arrays.copyOfRange(order, 4 * (step - 1), Math.min(4 * step, 10));
  }

  private static double direction(
      Configuration configuration, int t, double g, double[] first, double[] second, int k) {
    return switch (configuration.optimizer()) {
      case SGD -> g;
      case MOMENTUM -> first[k] = configuration.momentum() * first[k] + g;
      case ADAM -> {
        first[k] = 0.9 * first[k] + 0.1 * g;
        second[k] = 0.999 * second[k] + 0.001 * g * g;
        double m = first[k] / (1 - Math.pow(0.9, t));
        yield m / (Math.sqrt(second[k] / (1 - Math.pow(0.999, t))) + 1e-8);
      }
    };
  }
}
