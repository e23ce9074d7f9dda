package io.gridproof.data;

import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** One set of images as a table. */
record IdxTable(IdxSet set, int partitions, Configuration conf) implements SupportsRead {
  static final String INDEX = "index";
  static final String LABEL = "label";
  static final String PIXELS = "pixels";

  /** Keys of the metadata of {@link #PIXELS}, and the first of {@link #LABEL} as well. */
  static final String STORED_IN = "stored_in";

  static final String HEIGHT = "height";

  static final String WIDTH = "width";

  static final StructType SCHEMA =
      new StructType()
          .add(INDEX, DataTypes.LongType, false)
          .add(LABEL, DataTypes.IntegerType, false)
          .add(PIXELS, DataTypes.BinaryType, false);

  private static final int BYTES_PER_PARTITION = 1 << 23;

  /**
   * Whether the images go to executors with their tasks: they may not see the driver's own disk.
   */
  static boolean isSent(IdxSet set, SparkSession spark) {
    return !spark.sparkContext().isLocal() && HadoopFiles.isLocal(set.images().path());
  }

  /** A task for each core, and more where that would be much for a task, which may carry it. */
  static int partitions(IdxSet set, SparkSession spark) {
    long bytes = (long) set.rows() * set.images().header().itemBytes();
    int bySize = (int) ((bytes - 1) / BYTES_PER_PARTITION) + 1;
    // Every task that reads a compressed file decompresses all that stands before its rows.
    boolean isDear = HadoopFiles.isCompressed(set.images().path()) && !isSent(set, spark);
    return Math.max(spark.sparkContext().defaultParallelism(), isDear ? 1 : bySize);
  }

  @Override
  public String name() {
    Path images = set.images().path();
    return "idx " + HadoopFiles.name(images);
  }

  /** The schema, and what it cannot say: the size of an image and where all this is stored. */
  @Override
  public Column[] columns() {
    return Stream.of(SCHEMA.fields())
        .map(
            field ->
                Column.create(
                    field.name(),
                    field.dataType(),
                    field.nullable(),
                    null,
                    metadata(field.name()).json()))
        .toArray(Column[]::new);
  }

  private Metadata metadata(String column) {
    MetadataBuilder metadata = new MetadataBuilder();
    if (column.equals(LABEL)) {
      metadata.putString(STORED_IN, set.labels().uri());
    }
    if (column.equals(PIXELS)) {
      metadata
          .putString(STORED_IN, set.images().uri())
          .putLong(HEIGHT, set.images().header().height())
          .putLong(WIDTH, set.images().header().width());
    }
    return metadata.build();
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return new IdxScan.Builder(this);
  }
}
