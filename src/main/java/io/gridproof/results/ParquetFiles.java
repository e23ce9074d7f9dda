package io.gridproof.results;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.spark.sql.Row;

/**
 * Reads and writes rows in Parquet, without a Spark job: a commit a second must cost next to
 * nothing. The same rows of the same driver always give the same bytes.
 *
 * <p>Columns are found in a file by their names. One that the file does not have, because it was
 * written before there was such a column, is null in each of its rows.
 */
final class ParquetFiles {
  private ParquetFiles() {}

  /** What becomes of a row. */
  @FunctionalInterface
  interface RowSink {
    void take(Row row) throws IOException;
  }

  /** Gives rows, one after the other. */
  @FunctionalInterface
  interface RowSource {
    void giveTo(RowSink each) throws IOException;
  }

  /** A sealed file of these rows, as bytes. */
  static byte[] encode(Configuration hadoop, Columns<?> columns, List<Row> rows, FileLabel label)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(
        hadoop,
        columns,
        each -> {
          for (Row row : rows) {
            each.take(row);
          }
        },
        label,
        bytes);
    return bytes.toByteArray();
  }

  /** Writes a sealed file of rows to a stream, which stays open. */
  static void write(
      Configuration hadoop, Columns<?> columns, RowSource rows, FileLabel label, OutputStream out)
      throws IOException {
    Seal.write(
        toSeal -> {
          try (ParquetWriter<Row> writer =
              new Builder(new StreamOutputFile(toSeal), new Rows(columns, label))
                  .withConf(hadoop)
                  .withCompressionCodec(CompressionCodecName.SNAPPY)
                  .build()) {
            rows.giveTo(writer::write);
          }
        },
        out);
  }

  /**
   * Reads these columns of a file.
   *
   * @return what the file says of itself
   * @throws DamageException if the file is not what one of our drivers wrote
   */
  static FileLabel read(Storage storage, Path file, Columns<?> columns, RowSink each)
      throws IOException {
    try (RowReader reader = RowReader.open(storage, file, columns)) {
      for (Optional<Row> row = reader.next(); row.isPresent(); row = reader.next()) {
        each.take(row.get());
      }
      return reader.label();
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

  /** Who wrote a file. */
  static Driver writer(Storage storage, Path file) throws IOException {
    try (RowReader reader = RowReader.open(storage, file, Columns.none())) {
      return reader.label().writer();
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

  private static final class Rows extends WriteSupport<Row> {
    private final Columns<?> columns;
    private final FileLabel label;
    private RecordConsumer out;

    Rows(Columns<?> columns, FileLabel label) {
      this.columns = columns;
      this.label = label;
    }

    // Deprecated, but still declared abstract.
    @Override
    @SuppressWarnings("deprecation")
    public WriteContext init(Configuration hadoop) {
      return new WriteContext(columns.parquet(), label.metadata());
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
