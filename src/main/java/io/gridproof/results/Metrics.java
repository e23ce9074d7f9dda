package io.gridproof.results;

import io.gridproof.results.TrialReport.Outcome;
import io.gridproof.study.Metric;

/** The metrics of a finished trial by their names. */
public final class Metrics {
  private Metrics() {}

  /** The value of a metric; NaN where there are no such images. */
  public static double value(Metric.Name name, Outcome outcome) {
    return switch (name) {
      case TRAIN_LOSS -> outcome.train().loss();
      case TRAIN_ACCURACY -> outcome.train().accuracy();
      case VALIDATION_LOSS ->
          outcome.validation() == null ? Double.NaN : outcome.validation().loss();
      case VALIDATION_ACCURACY ->
          outcome.validation() == null ? Double.NaN : outcome.validation().accuracy();
      case TEST_LOSS -> outcome.test().loss();
      case TEST_ACCURACY -> outcome.test().accuracy();
      case MACRO_PRECISION -> outcome.test().confusion().macroPrecision();
      case MACRO_RECALL -> outcome.test().confusion().macroRecall();
      case MACRO_F1 -> outcome.test().confusion().macroF1();
    };
  }
}
