package io.gridproof.study;

import java.util.stream.Stream;

/** How a study chooses points of its parameter space: its {@code method}. */
public enum Search {
  /** All of them, in order. */
  GRID {
    @Override
    Stream<Point> points(ParameterSpace parameters) {
      return parameters.points();
    }
  };

  abstract Stream<Point> points(ParameterSpace parameters);

  @Override
  public String toString() {
    return Names.of(this);
  }
}
