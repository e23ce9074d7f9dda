package io.gridproof.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** Reads the columns that a query needs, in ranges of rows. */
record IdxScan(IdxTable table, StructType columns) implements SupportsReportStatistics, Batch {

  static final class Builder implements SupportsPushDownRequiredColumns {
    private final IdxTable table;
    private StructType columns = IdxTable.SCHEMA;

    Builder(IdxTable table) {
      this.table = table;
    }

    @Override
    public void pruneColumns(StructType required) {
      columns = required;
    }

    @Override
    public Scan build() {
      return new IdxScan(table, columns);
    }
  }

  private record Factory(IdxSet set, StructType columns, Broadcast<SerializableConfiguration> conf)
      implements PartitionReaderFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      return new IdxPartitionReader(
          set, columns.fieldNames(), (IdxRows) partition, conf.value().value());
    }
  }

  @Override
  public StructType readSchema() {
    return columns;
  }

  @Override
  public String description() {
    return table.name();
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    return IdxTable.isSent(table.set(), SparkSession.active()) ? sent() : stored();
  }

  private IdxRows[] stored() {
    IdxRows[] partitions = new IdxRows[table.partitions()];
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] = new IdxRows.Stored(boundary(i), boundary(i + 1));
    }
    return partitions;
  }

  IdxRows[] sent() {
    byte[][] images = read(IdxTable.PIXELS, table.set().images());
    byte[][] labels = read(IdxTable.LABEL, table.set().labels());
    IdxRows[] partitions = new IdxRows[table.partitions()];
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] = new IdxRows.Sent(boundary(i), boundary(i + 1), images[i], labels[i]);
    }
    return partitions;
  }

  /** The bytes of each partition; empty where no query needs the column. */
  private byte[][] read(String column, IdxFile file) {
    byte[][] bytes = new byte[table.partitions()][0];
    if (List.of(columns.fieldNames()).contains(column)) {
      try (InputStream in = file.openAt(0, table.conf())) {
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = in.readNBytes((boundary(i + 1) - boundary(i)) * file.header().itemBytes());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return bytes;
  }

  private int boundary(int partition) {
    return (int) ((long) table.set().rows() * partition / table.partitions());
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    // It is long: a task that had its own would spend more time on it than on the images.
    SparkContext spark = SparkSession.active().sparkContext();
    return new Factory(
        table.set(), columns, SerializableConfiguration.broadcast(spark, table.conf()));
  }

  @Override
  public Statistics estimateStatistics() {
    long rows = table.set().rows();
    long bytes = rows * table.set().images().header().itemBytes();
    return new Statistics() {
      @Override
      public OptionalLong sizeInBytes() {
        return OptionalLong.of(bytes);
      }

      @Override
      public OptionalLong numRows() {
        return OptionalLong.of(rows);
      }
    };
  }
}
