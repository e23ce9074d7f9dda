package io.gridproof.study;

import io.gridproof.nn.Configuration;
import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The configurations that a study trains.
 *
 * @param configurations each once, in the order of the grid
 * @param points the size of the product of all parameters
 * @param kept how many of the points {@code where} keeps
 */
public record Grid(List<Configuration> configurations, int points, int kept) {

  static final int MOST_POINTS = 1_000_000;

  /**
   * @throws InputException if there are too many points, or {@code where} keeps none
   */
  public static Grid of(Study study, PointFilter filter) {
    int count = checkedCount(study.parameters());
    Predicate<Point> isKept = study.where().map(filter::predicate).orElse(point -> true);
    LinkedHashSet<Configuration> distinct = new LinkedHashSet<>();
    int kept = 0;
    Stream<Point> points = study.search().points(study.parameters());
    for (Point point : (Iterable<Point>) points::iterator) {
      if (isKept.test(point)) {
        kept++;
        distinct.add(point.configuration());
      }
    }
    if (kept == 0) {
      throw new InputException(
          "`where` keeps none of the %d points of the grid %s"
              .formatted(count, study.where().orElseThrow().location()));
    }
    return new Grid(List.copyOf(distinct), count, kept);
  }

  /** How many points were dropped because they mean the same as an earlier one. */
  public int collapsed() {
    return kept - configurations.size();
  }

  private static int checkedCount(ParameterSpace parameters) {
    BigInteger count = parameters.count();
    if (count.compareTo(BigInteger.valueOf(MOST_POINTS)) > 0) {
      throw new InputException(
          "`points of the grid <= %d` must hold, but got %d %s"
              .formatted(MOST_POINTS, count, parameters.location()));
    }
    return count.intValueExact();
  }
}
