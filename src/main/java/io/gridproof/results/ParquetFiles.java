package io.gridproof.results;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Row;

/**
 * Reads and writes rows in Parquet, without a Spark job: a commit a second must cost next to
 * nothing. The same rows of the same driver always give the same bytes.
 *
 * <p>Columns are found in a file by their names. One that the file does not have, because it was
 * written before there was such a column, is null in each of its rows.
 */
final class ParquetFiles {
  private static final String WRITER = "gridproof.driver";

  private ParquetFiles() {}

  /** A file of these rows. */
  static byte[] encode(Configuration hadoop, Columns<?> columns, List<Row> rows, Driver driver)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ParquetWriter<Row> writer = writer(hadoop, columns, driver, bytes)) {
      for (Row row : rows) {
        writer.write(row);
      }
    }
    return bytes.toByteArray();
  }

  /** Writes a file of the rows of other files. */
  static void merge(
      Storage storage, List<Path> files, Columns<?> columns, Driver driver, OutputStream out)
      throws IOException {
    try (ParquetWriter<Row> writer = writer(storage.hadoop(), columns, driver, out)) {
      for (Path file : files) {
        read(storage, file, columns, writer::write);
      }
    }
  }

  private static ParquetWriter<Row> writer(
      Configuration hadoop, Columns<?> columns, Driver driver, OutputStream out)
      throws IOException {
    return new Builder(new StreamOutputFile(out), new Rows(columns, driver))
        .withConf(hadoop)
        .withCompressionCodec(CompressionCodecName.SNAPPY)
        .build();
  }

  /** What becomes of a row. */
  @FunctionalInterface
  interface RowSink {
    void take(Row row) throws IOException;
  }

  /**
   * Reads these columns of a file.
   *
   * @throws IOException if a column of the file holds something else
   */
  static void read(Storage storage, Path file, Columns<?> columns, RowSink each)
      throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(input(storage, file))) {
      MessageType stored = reader.getFileMetaData().getSchema();
      MessageType found = found(columns, stored, file);
      reader.setRequestedSchema(found);
      MessageColumnIO records = new ColumnIOFactory().getColumnIO(found, stored);
      RowMaterializer materializer = new RowMaterializer(columns, found);
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        RecordReader<Row> rows = records.getRecordReader(pages, materializer);
        for (long i = 0; i < pages.getRowCount(); i++) {
          each.take(rows.read());
        }
      }
    }
  }

  /** All rows of some files. */
  static List<Row> rows(Storage storage, List<Path> files, Columns<?> columns) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Path file : files) {
      read(storage, file, columns, rows::add);
    }
    return rows;
  }

  /** Those of the columns that the file has. */
  private static MessageType found(Columns<?> columns, MessageType stored, Path file)
      throws IOException {
    List<Type> found = new ArrayList<>();
    for (Column<?> column : columns.list()) {
      if (stored.containsField(column.name())) {
        PrimitiveType expected = column.type().parquet(column.name());
        Type actual = stored.getType(column.name());
        if (!actual.equals(expected)) {
          throw new IOException(
              "`column %s of %s` must hold, but got `%s` (%s)"
                  .formatted(column.name(), expected, actual, file));
        }
        found.add(expected);
      }
    }
    return new MessageType(stored.getName(), found);
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

  private static final class Rows extends WriteSupport<Row> {
    private final Columns<?> columns;
    private final Driver driver;
    private RecordConsumer out;

    Rows(Columns<?> columns, Driver driver) {
      this.columns = columns;
      this.driver = driver;
    }

    // Deprecated, but still declared abstract.
    @Override
    @SuppressWarnings("deprecation")
    public WriteContext init(Configuration hadoop) {
      return new WriteContext(columns.parquet(), Map.of(WRITER, driver.text()));
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(Row row) {
      out.startMessage();
      for (int i = 0; i < columns.list().size(); i++) {
        if (!row.isNullAt(i)) {
          Column<?> column = columns.list().get(i);
          out.startField(column.name(), i);
          column.type().write(row.get(i), out);
          out.endField(column.name(), i);
        }
      }
      out.endMessage();
    }
  }
}
