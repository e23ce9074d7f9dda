package io.gridproof.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
  private static final Offset<Double> EXACT = within(1e-15);

  /** Class 3 has no samples; class 2 is never predicted; class 1 is never right. */
  private static final ConfusionMatrix MATRIX =
      new ConfusionMatrix(
          new int[][] {
            {6, 2, 0, 2},
            {5, 0, 0, 0},
            {1, 3, 0, 1},
            {0, 0, 0, 0}
          });

  @Test
  void accuracyIsTheShareOfTheDiagonal() {
    assertThat(MATRIX.total()).isEqualTo(20);
    assertThat(MATRIX.correct()).isEqualTo(6);
    assertThat(MATRIX.accuracy()).isEqualTo(0.3);
  }

  @Test
  void supportCountsTheSamplesOfAClass() {
    assertThat(MATRIX.support(0)).isEqualTo(10);
    assertThat(MATRIX.support(1)).isEqualTo(5);
    assertThat(MATRIX.support(2)).isEqualTo(5);
    assertThat(MATRIX.support(3)).isZero();
  }

  @Test
  void precisionIsTheShareOfWhatWasPredicted() {
    assertThat(MATRIX.precision(0)).isEqualTo(6.0 / 12);
    assertThat(MATRIX.precision(1)).isZero();
  }

  @Test
  void precisionIsZeroWhereTheClassWasNeverPredicted() {
    assertThat(MATRIX.precision(2)).isZero();
  }

  @Test
  void recallIsTheShareOfTheSamplesOfTheClass() {
    assertThat(MATRIX.recall(0)).isEqualTo(6.0 / 10);
    assertThat(MATRIX.recall(1)).isZero();
    assertThat(MATRIX.recall(2)).isZero();
  }

  @Test
  void recallIsZeroWhereTheClassHasNoSamples() {
    assertThat(MATRIX.recall(3)).isZero();
  }

  @Test
  void f1IsTheHarmonicMean() {
    assertThat(MATRIX.f1(0)).isCloseTo(2 * 0.5 * 0.6 / 1.1, EXACT);
  }

  @Test
  void f1IsZeroWherePrecisionAndRecallAre() {
    assertThat(MATRIX.f1(1)).isZero();
    assertThat(MATRIX.f1(2)).isZero();
    assertThat(MATRIX.f1(3)).isZero();
  }

  @Test
  void macroMetricsAreMeansOverAllClasses() {
    assertThat(MATRIX.macroPrecision()).isCloseTo(0.5 / 4, EXACT);
    assertThat(MATRIX.macroRecall()).isCloseTo(0.6 / 4, EXACT);
    assertThat(MATRIX.macroF1()).isCloseTo(2 * 0.5 * 0.6 / 1.1 / 4, EXACT);
  }

  @Test
  void aPerfectClassifierScoresOne() {
    ConfusionMatrix perfect = new ConfusionMatrix(new int[][] {{3, 0}, {0, 4}});
    assertThat(perfect.accuracy()).isEqualTo(1);
    assertThat(perfect.macroPrecision()).isEqualTo(1);
    assertThat(perfect.macroRecall()).isEqualTo(1);
    assertThat(perfect.macroF1()).isEqualTo(1);
  }

  @Test
  void withoutSamplesEverythingIsZero() {
    ConfusionMatrix empty = ConfusionMatrix.empty();
    assertThat(empty.classes()).isEqualTo(10);
    assertThat(empty.total()).isZero();
    assertThat(empty.accuracy()).isZero();
    assertThat(empty.macroF1()).isZero();
  }

  @Test
  void rowsAreActualAndColumnsPredicted() {
    ConfusionMatrix matrix = ConfusionMatrix.empty();
    matrix.add(7, 2);
    assertThat(matrix.counts()[7][2]).isEqualTo(1);
    assertThat(matrix.support(7)).isEqualTo(1);
    assertThat(matrix.support(2)).isZero();
  }
}
