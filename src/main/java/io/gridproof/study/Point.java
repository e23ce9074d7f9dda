package io.gridproof.study;

import io.gridproof.nn.Configuration;
import io.gridproof.nn.Require;
import io.gridproof.study.Form.Value;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A point of the grid as its author wrote it: the bridge between a {@link Configuration} and its
 * columns in tables and in {@code where}. Several points can mean one configuration.
 */
public final class Point {
  /** A parameter that is not written has the configuration's value. */
  private final Map<Parameter, Value<?>> written;

  private final Configuration configuration;

  private Point(Map<Parameter, Value<?>> written, Configuration configuration) {
    this.written = written;
    this.configuration = configuration;
  }

  /** The one point by which a configuration is stored and identified. */
  public static Point of(Configuration configuration) {
    return new Point(Map.of(), configuration);
  }

  /**
   * @param written in the order of the parameters; the others have their usual values
   */
  static Point of(Map<Parameter, Value<?>> written) {
    Configuration configuration = Configuration.USUAL;
    for (Value<?> value : written.values()) {
      configuration = value.applyTo(configuration);
    }
    return new Point(written, configuration);
  }

  /**
   * The point of a table row, from the values that {@link Parameter#value} gave. A parameter whose
   * column is null has its usual value: results that are older than the parameter have no such
   * column.
   *
   * @throws IllegalArgumentException if the row lacks what every trial has
   */
  public static Point fromColumns(Function<Parameter, Object> row) {
    Map<Parameter, Value<?>> written = new EnumMap<>(Parameter.class);
    for (Parameter parameter : Parameter.values()) {
      Object stored = row.apply(parameter);
      if (stored != null) {
        written.put(parameter, parameter.ofColumn(stored));
      }
    }
    for (Parameter given : List.of(Parameter.HIDDEN, Parameter.LEARNING_RATE)) {
      Require.that(written.containsKey(given), given.column() + " is not null", null);
    }
    Require.that(
        written.containsKey(Parameter.STEPS) != written.containsKey(Parameter.EPOCHS),
        "one of steps and epochs is null",
        row.apply(Parameter.STEPS));
    return of(written);
  }

  /** What the point means. */
  public Configuration configuration() {
    return configuration;
  }

  Object column(Parameter parameter) {
    Value<?> value = written.get(parameter);
    return (value == null ? parameter.valueOf(configuration) : value).column();
  }
}
