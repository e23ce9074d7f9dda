package io.gridproof.sweep;

import io.gridproof.results.Table;
import io.gridproof.results.predicate.SqlPredicate;
import io.gridproof.study.Parameter;
import io.gridproof.study.Point;
import io.gridproof.study.PointFilter;
import io.gridproof.study.Where;
import java.util.Arrays;
import java.util.function.Predicate;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Evaluates a study's {@code where} as Spark SQL over the columns of the parameters. */
public final class WhereFilter implements PointFilter {

  @Override
  public Predicate<Point> predicate(Where where) {
    StructType columns = new StructType();
    for (Parameter parameter : Parameter.values()) {
      columns = columns.add(parameter.column(), Table.sqlType(parameter));
    }
    SqlPredicate predicate = SqlPredicate.of(where, columns);
    return point -> predicate.test(RowFactory.create(values(point)));
  }

  private static Object[] values(Point point) {
    return Arrays.stream(Parameter.values()).map(parameter -> parameter.value(point)).toArray();
  }
}
