package io.gridproof.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gridproof.kernel.Kernel;
import io.gridproof.kernel.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
  private static final ImageSet IMAGES = Images.of(4, 4, 150, 1);
  private static final List<Integer> SIZES = List.of(16, 9, ImageSet.CLASSES);
  private static final List<Activation> RELU = List.of(Activation.RELU);
  private static final Weights WEIGHTS = Weights.initial(SIZES, Initializer.RANDOM, 3);

  private static Evaluator evaluator(Weights weights) {
    return new Evaluator(Kernel.best(), weights, RELU);
  }

  private static float[][] probabilities() {
    return evaluator(WEIGHTS).classify(IMAGES).stream()
        .map(Classification::probabilities)
        .toArray(float[][]::new);
  }

  @Test
  void probabilitiesAddUpToOne() {
    for (float[] row : probabilities()) {
      double sum = 0;
      for (float p : row) {
        sum += p;
      }
      assertThat(sum).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void theLossIsTheMeanOfMinusLogOfTheTrueClass() {
    float[][] probabilities = probabilities();
    double sum = 0;
    for (int i = 0; i < IMAGES.count(); i++) {
      sum -= Math.log(probabilities[i][IMAGES.labels()[i]]);
    }
    assertThat(evaluator(WEIGHTS).evaluate(IMAGES).loss())
        .isCloseTo(sum / IMAGES.count(), within(1e-6));
  }

  @Test
  void thePredictionIsTheMostProbableClass() {
    float[][] probabilities = probabilities();
    ConfusionMatrix expected = ConfusionMatrix.empty();
    for (int i = 0; i < IMAGES.count(); i++) {
      int best = 0;
      for (int k = 1; k < ImageSet.CLASSES; k++) {
        best = probabilities[i][k] > probabilities[i][best] ? k : best;
      }
      expected.add(IMAGES.labels()[i], best);
    }
    assertThat(evaluator(WEIGHTS).evaluate(IMAGES).confusion().counts())
        .isDeepEqualTo(expected.counts());
  }

  @Test
  void inPassingTheResultIsTheSame() {
    Evaluation kept = evaluator(WEIGHTS).evaluate(IMAGES);
    Evaluation passing = evaluator(WEIGHTS).evaluateInPassing(IMAGES);
    assertThat(passing.loss()).isEqualTo(kept.loss());
    assertThat(passing.confusion().counts()).isDeepEqualTo(kept.confusion().counts());
  }

  @Test
  void ofEquallyProbableClassesTheFirstIsTaken() {
    Matrix equal = Matrix.create(ImageSet.CLASSES, 1);
    equal.fill(0.1f);
    assertThat(Classification.mostProbable(equal, 0)).isZero();
    equal.set(3, 0, 0.2f);
    equal.set(7, 0, 0.2f);
    assertThat(Classification.mostProbable(equal, 0)).isEqualTo(3);
  }

  @Test
  void aNetworkOfZerosKnowsNothing() {
    Evaluation evaluation = evaluator(Weights.zeros(SIZES)).evaluate(IMAGES);
    assertThat(evaluation.loss()).isCloseTo(Math.log(10), within(1e-6));
    for (int label = 0; label < ImageSet.CLASSES; label++) {
      assertThat(evaluation.confusion().counts()[label][0])
          .isEqualTo(evaluation.confusion().support(label));
    }
  }

  @Test
  void aClassOfProbabilityZeroHasAFiniteLoss() {
    Weights certain = Weights.zeros(SIZES);
    certain.layers().get(1).b().set(0, 4, 5000f);
    Evaluation evaluation = evaluator(certain).evaluate(IMAGES);
    double wrong = IMAGES.count() - evaluation.confusion().support(4);
    assertThat(evaluation.loss()).isCloseTo(5000 * wrong / IMAGES.count(), within(0.01));
  }

  @Test
  void theLossOfASureNetworkKeepsItsDigits() {
    Weights sure = Weights.zeros(SIZES);
    sure.layers().get(1).b().fill(40f);
    sure.layers().get(1).b().set(0, 4, 50f);
    ImageSet one = new ImageSet(4, 4, new byte[16], new byte[] {4});
    double expected = Math.log1p(9 * Math.exp(-10));
    assertThat(evaluator(sure).evaluate(one).loss()).isCloseTo(expected, within(1e-7));
  }
}
