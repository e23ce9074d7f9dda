package io.gridproof.results;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Reads and writes rows in Parquet, without a Spark job: a commit a second must cost next to
 * nothing. The same rows of the same driver always give the same bytes.
 */
final class ParquetFiles {
  private static final String WRITER = "gridproof.driver";

  private ParquetFiles() {}

  /** A file of these rows. */
  static byte[] encode(Configuration hadoop, StructType schema, List<Row> rows, Driver driver)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ParquetWriter<Row> writer =
        new Builder(new StreamOutputFile(bytes), new Rows(schema, driver))
            .withConf(hadoop)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .build()) {
      for (Row row : rows) {
        writer.write(row);
      }
    }
    return bytes.toByteArray();
  }

  /** Writes a file of the rows of other files. */
  static void merge(
      Storage storage, List<Path> files, StructType schema, Driver driver, OutputStream out)
      throws IOException {
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new StreamOutputFile(out))
            .withType(messageType(schema))
            .withExtraMetaData(Map.of(WRITER, driver.text()))
            .withConf(storage.hadoop())
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .build()) {
      for (Path file : files) {
        read(storage, file, schema, writer::write);
      }
    }
  }

  /** What becomes of a row. */
  @FunctionalInterface
  interface RowSink {
    void take(Group row) throws IOException;
  }

  /** Reads these columns of a file. */
  static void read(Storage storage, Path file, StructType columns, RowSink each)
      throws IOException {
    try (ParquetReader<Group> reader =
        new GroupReaderBuilder(input(storage, file))
            .set(ReadSupport.PARQUET_READ_SCHEMA, messageType(columns).toString())
            .build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        each.take(row);
      }
    }
  }

  /** All rows of some files. */
  static List<Row> rows(Storage storage, List<Path> files, StructType schema) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Path file : files) {
      read(storage, file, schema, group -> rows.add(row(group, schema)));
    }
    return rows;
  }

  private static Row row(Group group, StructType schema) {
    Object[] values = new Object[schema.length()];
    for (int i = 0; i < values.length; i++) {
      if (group.getFieldRepetitionCount(i) > 0) {
        values[i] = value(group, i, schema.fields()[i].dataType());
      }
    }
    return RowFactory.create(values);
  }

  private static Object value(Group group, int column, DataType type) {
    if (type.equals(DataTypes.StringType)) {
      return group.getString(column, 0);
    }
    if (type.equals(DataTypes.TimestampType)) {
      return Instant.EPOCH.plus(group.getLong(column, 0), ChronoUnit.MICROS);
    }
    return switch (plain(type)) {
      case INT32 -> group.getInteger(column, 0);
      case INT64 -> group.getLong(column, 0);
      case DOUBLE -> group.getDouble(column, 0);
      case BINARY -> group.getBinary(column, 0).getBytes();
      default -> throw new IllegalArgumentException("no column is a " + type);
    };
  }

  /** Who wrote a file. */
  static Driver writer(Storage storage, Path file) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(input(storage, file))) {
      return Optional.ofNullable(reader.getFileMetaData().getKeyValueMetaData().get(WRITER))
          .flatMap(Driver::of)
          .orElseThrow(() -> new IOException(file + " does not say who wrote it"));
    }
  }

  private static HadoopInputFile input(Storage storage, Path file) throws IOException {
    return HadoopInputFile.fromPath(file, storage.hadoop());
  }

  private static final class GroupReaderBuilder extends ParquetReader.Builder<Group> {
    GroupReaderBuilder(HadoopInputFile file) {
      super(file);
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }

  private static final class Builder extends ParquetWriter.Builder<Row, Builder> {
    private final Rows support;

    Builder(StreamOutputFile file, Rows support) {
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
    private final Driver driver;
    private RecordConsumer out;

    Rows(StructType schema, Driver driver) {
      this.schema = schema;
      this.driver = driver;
    }

    // Deprecated, but still declared abstract.
    @Override
    @SuppressWarnings("deprecation")
    public WriteContext init(Configuration hadoop) {
      return new WriteContext(messageType(schema), Map.of(WRITER, driver.text()));
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
  }

  private static MessageType messageType(StructType schema) {
    Type[] columns = new Type[schema.length()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = column(schema.fields()[i]);
    }
    return new MessageType("row", columns);
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
