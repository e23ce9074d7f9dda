package io.gridproof.study;

import java.util.List;

/** Evaluates a study's {@code where}; this package knows no SQL. */
@FunctionalInterface
public interface PointFilter {

  /**
   * The points for which the predicate is true, in their order.
   *
   * @throws InputException if the predicate is not one
   */
  List<Point> keep(List<Point> points, Where where);
}
