package io.gridproof.study;

import io.gridproof.nn.Configuration;
import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The configurations that a study trains.
 *
 * @param configurations each once, in the order of the grid
 * @param points the size of the product of all parameters
 * @param kept how many of the points {@code where} keeps
 */
public record Grid(List<Configuration> configurations, int points, int kept) {

  static final int MOST_POINTS = 1_000_000;

  public static Grid of(Study study, PointFilter filter) {
    int count = checkedCount(study.parameters());
    List<Point> points = study.search().points(study.parameters()).toList();
    List<Point> kept = study.where().map(where -> keep(points, where, filter)).orElse(points);
    LinkedHashSet<Configuration> distinct = new LinkedHashSet<>();
    kept.forEach(point -> distinct.add(point.configuration()));
    return new Grid(List.copyOf(distinct), count, kept.size());
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

  private static List<Point> keep(List<Point> points, Where where, PointFilter filter) {
    List<Point> kept = filter.keep(points, where);
    if (kept.isEmpty()) {
      throw new InputException(
          "`where` keeps none of the %d points of the grid %s"
              .formatted(points.size(), where.location()));
    }
    return kept;
  }
}
