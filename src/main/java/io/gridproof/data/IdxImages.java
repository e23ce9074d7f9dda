package io.gridproof.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;

/** The sets of a folder of IDX files, in the order of the files. */
final class IdxImages {
  private IdxImages() {}

  static ImageRows read(SparkSession spark, String folder, IdxSet.Name set) {
    Dataset<Row> idx = spark.read().format("idx").option("split", set.option()).load(folder);
    Metadata pixels = idx.schema().apply(IdxTable.PIXELS).metadata();
    Metadata labels = idx.schema().apply(IdxTable.LABEL).metadata();
    Dataset<Row> rows =
        idx.select(
            lit(folder).as(ImageRows.FILE),
            lit(0L).as(ImageRows.BLOCK),
            col(IdxTable.INDEX).as(ImageRows.ROW),
            col(IdxTable.LABEL),
            col(IdxTable.PIXELS),
            lit(null).cast(DataTypes.StringType).as(ImageRows.ERROR));
    return new ImageRows(
        rows,
        (int) pixels.getLong(IdxTable.HEIGHT),
        (int) pixels.getLong(IdxTable.WIDTH),
        List.of(
            new Path(pixels.getString(IdxTable.STORED_IN)),
            new Path(labels.getString(IdxTable.STORED_IN))),
        OptionalLong.of(idx.queryExecution().optimizedPlan().stats().sizeInBytes().toLong()),
        0,
        Optional.empty());
  }
}
