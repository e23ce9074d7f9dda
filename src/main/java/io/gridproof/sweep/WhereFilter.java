package io.gridproof.sweep;

import io.gridproof.results.Messages;
import io.gridproof.results.Table;
import io.gridproof.study.InputException;
import io.gridproof.study.Parameter;
import io.gridproof.study.Point;
import io.gridproof.study.PointFilter;
import io.gridproof.study.Where;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Evaluates a study's {@code where} as Spark SQL over the columns of the parameters. */
public final class WhereFilter implements PointFilter {
  private static final String PLACE = "point";

  private final SparkSession spark;

  public WhereFilter(SparkSession spark) {
    this.spark = spark;
  }

  @Override
  public List<Point> keep(List<Point> points, Where where) {
    StructType schema = new StructType().add(PLACE, DataTypes.IntegerType);
    for (Parameter parameter : Parameter.values()) {
      schema = schema.add(parameter.column(), Table.sqlType(parameter));
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      List<Object> row = new ArrayList<>();
      row.add(i);
      for (Parameter parameter : Parameter.values()) {
        row.add(parameter.value(points.get(i)));
      }
      rows.add(RowFactory.create(row.toArray()));
    }
    try {
      return spark
          .createDataFrame(rows, schema)
          .filter(where.predicate())
          .select(PLACE)
          .orderBy(PLACE)
          .collectAsList()
          .stream()
          .map(kept -> points.get(kept.getInt(0)))
          .toList();
    } catch (Exception e) {
      if (e instanceof SparkThrowable) {
        throw new InputException(
            "`where` must be Spark SQL over the parameters: %s %s"
                .formatted(Messages.firstLine(e), where.location()),
            e);
      }
      throw e;
    }
  }
}
