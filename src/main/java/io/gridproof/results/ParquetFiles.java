package io.gridproof.results;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Writes rows to one Parquet file, without a Spark job: a commit a second must cost next to
 * nothing.
 */
final class ParquetFiles {
  private ParquetFiles() {}

  /** Writes a new file. */
  static void write(Configuration hadoop, Path file, StructType schema, List<Row> rows)
      throws IOException {
    try (ParquetWriter<Row> writer =
        new Builder(HadoopOutputFile.fromPath(file, hadoop), new Rows(schema))
            .withConf(hadoop)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .build()) {
      for (Row row : rows) {
        writer.write(row);
      }
    }
  }

  private static final class Builder extends ParquetWriter.Builder<Row, Builder> {
    private final Rows support;

    Builder(HadoopOutputFile file, Rows support) {
      super(file);
      this.support = support;
    }

    @Override
    protected Builder self() {
      return this;
    }

    // Deprecated, but still what Parquet calls and declares abstract.
    @Override
    @SuppressWarnings("deprecation")
    protected WriteSupport<Row> getWriteSupport(Configuration hadoop) {
      return support;
    }
  }

  /** Rows of flat columns, all of which may be null. */
  private static final class Rows extends WriteSupport<Row> {
    private final StructType schema;
    private RecordConsumer out;

    Rows(StructType schema) {
      this.schema = schema;
    }

    // Deprecated, but still declared abstract.
    @Override
    @SuppressWarnings("deprecation")
    public WriteContext init(Configuration hadoop) {
      Type[] columns = new Type[schema.length()];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = column(schema.fields()[i]);
      }
      return new WriteContext(new MessageType("row", columns), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(Row row) {
      out.startMessage();
      for (int i = 0; i < schema.length(); i++) {
        if (!row.isNullAt(i)) {
          StructField field = schema.fields()[i];
          out.startField(field.name(), i);
          add(row.get(i));
          out.endField(field.name(), i);
        }
      }
      out.endMessage();
    }

    private void add(Object value) {
      if (value instanceof String text) {
        out.addBinary(Binary.fromString(text));
      } else if (value instanceof Integer number) {
        out.addInteger(number);
      } else if (value instanceof Long number) {
        out.addLong(number);
      } else if (value instanceof Double number) {
        out.addDouble(number);
      } else if (value instanceof Instant time) {
        out.addLong(ChronoUnit.MICROS.between(Instant.EPOCH, time));
      } else if (value instanceof byte[] bytes) {
        out.addBinary(Binary.fromConstantByteArray(bytes));
      } else {
        throw new IllegalArgumentException("no column holds a " + value.getClass());
      }
    }

    private static Type column(StructField field) {
      DataType type = field.dataType();
      if (type.equals(DataTypes.StringType)) {
        return Types.optional(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named(field.name());
      }
      if (type.equals(DataTypes.TimestampType)) {
        return Types.optional(PrimitiveTypeName.INT64)
            .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
            .named(field.name());
      }
      return Types.optional(plain(type)).named(field.name());
    }

    private static PrimitiveTypeName plain(DataType type) {
      if (type.equals(DataTypes.IntegerType)) {
        return PrimitiveTypeName.INT32;
      }
      if (type.equals(DataTypes.LongType)) {
        return PrimitiveTypeName.INT64;
      }
      if (type.equals(DataTypes.DoubleType)) {
        return PrimitiveTypeName.DOUBLE;
      }
      if (type.equals(DataTypes.BinaryType)) {
        return PrimitiveTypeName.BINARY;
      }
      throw new IllegalArgumentException("no column is a " + type);
    }
  }
}
