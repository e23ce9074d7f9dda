package io.gridproof.results;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Row;

/**
 * Reads a file of a table row by row, after it has checked that the file is what one of our drivers
 * wrote.
 */
final class RowReader implements AutoCloseable {
  private final Path file;
  private final ParquetFileReader reader;
  private final FileLabel label;
  private final MessageColumnIO records;
  private final RowMaterializer materializer;
  private RecordReader<Row> group;
  private long rowsLeft;

  private RowReader(
      Path file, ParquetFileReader reader, FileLabel label, MessageType found, Columns<?> columns) {
    this.file = file;
    this.reader = reader;
    this.label = label;
    MessageType stored = reader.getFileMetaData().getSchema();
    reader.setRequestedSchema(found);
    this.records = new ColumnIOFactory().getColumnIO(found, stored);
    this.materializer = new RowMaterializer(columns, found);
  }

  /**
   * @param columns those to read; one that the file does not have is null in each row
   * @throws DamageException if the file is not what one of our drivers wrote
   */
  static RowReader open(Storage storage, Path file, Columns<?> columns) throws IOException {
    Seal.State seal = seal(storage, file);
    ParquetFileReader reader = read(file, () -> reader(storage, file));
    try {
      FileLabel label = label(reader, file, seal);
      MessageType found = found(columns, reader.getFileMetaData().getSchema(), file);
      return new RowReader(file, reader, label, found, columns);
    } catch (IOException | RuntimeException e) {
      try (reader) {
        throw e;
      }
    }
  }

  /** Checks a file whose rows somebody else is going to read. */
  static void check(Storage storage, Path file) throws IOException {
    open(storage, file, Columns.none()).close();
  }

  FileLabel label() {
    return label;
  }

  /** Empty after the last row. */
  Optional<Row> next() throws IOException {
    return read(file, this::nextRow);
  }

  private Optional<Row> nextRow() throws IOException {
    while (rowsLeft == 0) {
      PageReadStore pages = reader.readNextRowGroup();
      if (pages == null) {
        return Optional.empty();
      }
      group = records.getRecordReader(pages, materializer);
      rowsLeft = pages.getRowCount();
    }
    rowsLeft--;
    return Optional.of(group.read());
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private static Seal.State seal(Storage storage, Path file) throws IOException {
    try (InputStream in = storage.files().open(file)) {
      Seal.State seal = Seal.check(in);
      if (seal == Seal.State.BROKEN) {
        throw new DamageException(file.toString(), "its bytes are not those that were written");
      }
      return seal;
    }
  }

  private static ParquetFileReader reader(Storage storage, Path file) throws IOException {
    return ParquetFileReader.open(
        HadoopInputFile.fromPath(file, storage.hadoop()),
        HadoopReadOptions.builder(storage.hadoop(), file).usePageChecksumVerification().build());
  }

  private static FileLabel label(ParquetFileReader reader, Path file, Seal.State seal)
      throws IOException {
    FileLabel label =
        FileLabel.of(reader.getFileMetaData().getKeyValueMetaData())
            .orElseThrow(
                () -> new DamageException(file.toString(), "another program wrote this file"));
    if (label.name().isPresent() && seal == Seal.State.MISSING) {
      throw new DamageException(file.toString(), "its seal is missing");
    }
    String name = FileLabel.nameOf(file);
    if (!label.name().orElse(name).equals(name)) {
      throw new DamageException(
          file.toString(), "this is another file, written as " + label.name().get());
    }
    return label;
  }

  /** Those of the columns that the file has. */
  private static MessageType found(Columns<?> columns, MessageType stored, Path file)
      throws DamageException {
    List<Type> found = new ArrayList<>();
    for (Column<?> column : columns.list()) {
      if (stored.containsField(column.name())) {
        PrimitiveType expected = column.type().parquet(column.name());
        Type actual = stored.getType(column.name());
        if (!actual.equals(expected)) {
          throw new DamageException(
              file.toString(),
              "`column %s is %s` must hold, but got `%s`"
                  .formatted(column.name(), expected, actual));
        }
        found.add(expected);
      }
    }
    return new MessageType(stored.getName(), found);
  }

  /** Something that Parquet reads of a file. */
  @FunctionalInterface
  private interface Reading<T> {
    T take() throws IOException;
  }

  /** Parquet has no one exception for what it cannot make sense of. */
  private static <T> T read(Path file, Reading<T> reading) throws IOException {
    try {
      return reading.take();
    } catch (FileNotFoundException e) {
      throw e;
    } catch (EOFException | RuntimeException e) {
      throw new DamageException(file.toString(), "cannot be read: " + Messages.firstLine(e), e);
    }
  }
}
