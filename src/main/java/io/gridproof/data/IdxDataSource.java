package io.gridproof.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The Spark data source {@code idx}: a folder with the four files of MNIST, plain or gzipped, on
 * any file system that Spark can read.
 *
 * <pre>{@code
 * spark.read().format("idx").option("split", "test").load("hdfs:///mnist")
 * CREATE TEMPORARY VIEW digits USING idx OPTIONS (path '/data/mnist', split 'train')
 * }</pre>
 *
 * <p>Columns: {@code index BIGINT} counts from 0 in the order of the file; {@code label INT};
 * {@code pixels BINARY}, row by row, each an unsigned byte. Options: {@code path}; {@code split},
 * train (which it is by default) or test; {@code partitions}, how many tasks read.
 */
public final class IdxDataSource implements TableProvider, DataSourceRegister {
  @Override
  public String shortName() {
    return "idx";
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return IdxTable.SCHEMA;
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    CaseInsensitiveStringMap options = new CaseInsensitiveStringMap(properties);
    String path = options.get("path");
    if (path == null) {
      throw Refusal.of("path is given", "none", "options of idx");
    }
    SparkSession spark = SparkSession.active();
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    IdxSet.Name split = IdxSet.Name.of(options.getOrDefault("split", IdxSet.Name.TRAIN.option()));
    try {
      IdxSet set = IdxSet.find(HadoopFiles.qualified(path, conf), split, conf);
      return new IdxTable(set, partitions(set, options, spark), conf);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int partitions(IdxSet set, CaseInsensitiveStringMap options, SparkSession spark) {
    int asked = options.getInt("partitions", 0);
    int partitions = asked > 0 ? asked : IdxTable.partitions(set, spark);
    return Math.min(partitions, set.rows());
  }
}
