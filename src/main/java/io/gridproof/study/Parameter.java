package io.gridproof.study;

import io.gridproof.nn.Batch;
import io.gridproof.nn.Budget;
import java.util.Set;
import java.util.function.Function;

/** The parameters of a study, as keys of its file and as columns of {@code where} and tables. */
public enum Parameter {
  /** The number of hidden layers. */
  DEPTH(Integer.class, point -> point.hidden().size()),
  /** Units of each hidden layer; null where they differ. */
  WIDTH(
      Integer.class,
      point -> Set.copyOf(point.hidden()).size() == 1 ? point.hidden().get(0) : null),
  /** Units by layer, for example {@code 128-64}. */
  HIDDEN(String.class, Point::hiddenText),
  /** For example {@code sigmoid+tanh}, to be cycled over the hidden layers. */
  ACTIVATION(String.class, Point::activationText),
  INITIALIZER(String.class, point -> Names.of(point.initializer())),
  /** A rate. */
  DROPOUT(Double.class, point -> point.dropout().rate()),
  DROPOUT_KIND(String.class, point -> Names.of(point.dropout().kind())),
  OPTIMIZER(String.class, point -> Names.of(point.optimizer())),
  LEARNING_RATE(Double.class, Point::learningRate),
  /** Samples; null for the full batch. */
  BATCH_SIZE(
      Integer.class, point -> point.batch() instanceof Batch.Mini mini ? mini.samples() : null),
  /** Null where epochs are given. */
  STEPS(
      Integer.class, point -> point.budget() instanceof Budget.Steps steps ? steps.count() : null),
  /** Null where steps are given. */
  EPOCHS(
      Integer.class,
      point -> point.budget() instanceof Budget.Epochs epochs ? epochs.count() : null);

  private final Class<?> type;
  private final Function<Point, Object> value;

  Parameter(Class<?> type, Function<Point, Object> value) {
    this.type = type;
    this.value = value;
  }

  /** The name of the column and of the key. */
  public String column() {
    return Names.of(this);
  }

  /** Integer, Double or String. */
  public Class<?> type() {
    return type;
  }

  /** The point's value, of the {@link #type}, or null where the column has none. */
  public Object value(Point point) {
    return value.apply(point);
  }
}
