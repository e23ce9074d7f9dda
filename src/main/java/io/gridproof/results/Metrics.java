package io.gridproof.results;

import io.gridproof.nn.TrainingResult;
import io.gridproof.study.Metric;

/** The metrics of a finished trial by their names. */
public final class Metrics {
  private Metrics() {}

  /** The value of a metric; NaN where there are no such images. */
  public static double value(Metric.Name name, TrainingResult result) {
    return switch (name) {
      case TRAIN_LOSS -> result.train().loss();
      case TRAIN_ACCURACY -> result.train().accuracy();
      case VALIDATION_LOSS -> result.validation() == null ? Double.NaN : result.validation().loss();
      case VALIDATION_ACCURACY ->
          result.validation() == null ? Double.NaN : result.validation().accuracy();
      case TEST_LOSS -> result.test().loss();
      case TEST_ACCURACY -> result.test().accuracy();
      case MACRO_PRECISION -> result.test().confusion().macroPrecision();
      case MACRO_RECALL -> result.test().confusion().macroRecall();
      case MACRO_F1 -> result.test().confusion().macroF1();
    };
  }
}
