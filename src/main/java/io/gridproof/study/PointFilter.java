package io.gridproof.study;

import java.util.function.Predicate;

/** Understands a study's {@code where}; this package knows no SQL. */
@FunctionalInterface
public interface PointFilter {

  /**
   * Whether to keep a point. The predicate itself may refuse too, where it cannot be evaluated.
   *
   * @throws InputException if {@code where} is no predicate
   */
  Predicate<Point> predicate(Where where);
}
