package io.gridproof.study;

/** What ranks the configurations of a study. */
public record Metric(Name name, Goal goal) {

  /** The measures of a finished trial. */
  public enum Name {
    TRAIN_LOSS,
    TRAIN_ACCURACY,
    VALIDATION_LOSS,
    VALIDATION_ACCURACY,
    TEST_LOSS,
    TEST_ACCURACY,
    MACRO_PRECISION,
    MACRO_RECALL,
    MACRO_F1;

    /** The column of the table {@code trials}. */
    public String column() {
      return Names.of(this);
    }

    boolean needsValidation() {
      return this == VALIDATION_LOSS || this == VALIDATION_ACCURACY;
    }

    /** The goal of a study that states none. */
    Goal usualGoal() {
      return switch (this) {
        case TRAIN_LOSS, VALIDATION_LOSS, TEST_LOSS -> Goal.MINIMIZE;
        case TRAIN_ACCURACY,
            VALIDATION_ACCURACY,
            TEST_ACCURACY,
            MACRO_PRECISION,
            MACRO_RECALL,
            MACRO_F1 ->
            Goal.MAXIMIZE;
      };
    }
  }

  /** Which end of a metric is good. */
  public enum Goal {
    MAXIMIZE("DESC"),
    MINIMIZE("ASC");

    private final String bestFirst;

    Goal(String bestFirst) {
      this.bestFirst = bestFirst;
    }

    /** The direction of SQL's ORDER BY that puts the best first. */
    public String bestFirst() {
      return bestFirst;
    }

    /** Whether a value is better than another; NaN is never better. */
    public boolean isBetter(double value, double other) {
      return switch (this) {
        case MAXIMIZE -> value > other;
        case MINIMIZE -> value < other;
      };
    }
  }
}
