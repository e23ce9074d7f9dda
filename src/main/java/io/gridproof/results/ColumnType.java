package io.gridproof.results;

import io.gridproof.study.Parameter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** What a column of a table holds: in Java, in Spark and in Parquet. All values may be null. */
enum ColumnType {
  /** {@link String} */
  TEXT(DataTypes.StringType, PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType()) {
    @Override
    void write(Object value, RecordConsumer out) {
      out.addBinary(Binary.fromString((String) value));
    }

    @Override
    Object read(Object stored) {
      return ((Binary) stored).toStringUsingUTF8();
    }
  },
  /** {@link Integer} */
  INTEGER(DataTypes.IntegerType, PrimitiveTypeName.INT32, null) {
    @Override
    void write(Object value, RecordConsumer out) {
      out.addInteger((Integer) value);
    }
  },
  /** {@link Long} */
  LONG(DataTypes.LongType, PrimitiveTypeName.INT64, null) {
    @Override
    void write(Object value, RecordConsumer out) {
      out.addLong((Long) value);
    }
  },
  /** {@link Double} */
  DOUBLE(DataTypes.DoubleType, PrimitiveTypeName.DOUBLE, null) {
    @Override
    void write(Object value, RecordConsumer out) {
      out.addDouble((Double) value);
    }
  },
  /** {@link Instant}, to the microsecond. */
  TIME(
      DataTypes.TimestampType,
      PrimitiveTypeName.INT64,
      LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS)) {
    @Override
    void write(Object value, RecordConsumer out) {
      out.addLong(ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value));
    }

    @Override
    Object read(Object stored) {
      return Instant.EPOCH.plus((Long) stored, ChronoUnit.MICROS);
    }
  },
  /** {@code byte[]} */
  BYTES(DataTypes.BinaryType, PrimitiveTypeName.BINARY, null) {
    @Override
    void write(Object value, RecordConsumer out) {
      out.addBinary(Binary.fromConstantByteArray((byte[]) value));
    }

    @Override
    Object read(Object stored) {
      return ((Binary) stored).getBytes();
    }
  };

  private final DataType sqlType;
  private final PrimitiveTypeName stored;
  private final LogicalTypeAnnotation meaning;

  /**
   * @param meaning null if the stored type says all
   */
  ColumnType(DataType sqlType, PrimitiveTypeName stored, LogicalTypeAnnotation meaning) {
    this.sqlType = sqlType;
    this.stored = stored;
    this.meaning = meaning;
  }

  /** What holds the values of a parameter. */
  static ColumnType of(Parameter parameter) {
    Class<?> type = parameter.type();
    if (type == Integer.class) {
      return INTEGER;
    }
    return type == Double.class ? DOUBLE : TEXT;
  }

  DataType sqlType() {
    return sqlType;
  }

  /** The column in a Parquet file. */
  PrimitiveType parquet(String column) {
    return Types.optional(stored).as(meaning).named(column);
  }

  abstract void write(Object value, RecordConsumer out);

  /**
   * The value of what Parquet stores.
   *
   * @param stored an Integer, a Long, a Double or a {@link Binary}
   */
  Object read(Object stored) {
    return stored;
  }
}
