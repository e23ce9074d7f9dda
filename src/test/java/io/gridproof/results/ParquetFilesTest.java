package io.gridproof.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How columns are found in files, whoever wrote these and when. */
class ParquetFilesTest {
  private static final Configuration HADOOP = new Configuration();

  /** Every type that a column may have. */
  private static final Columns<Integer> COLUMNS =
      Columns.<Integer>none()
          .text("text", n -> "é" + n)
          .integer("integer", n -> n)
          .longInteger("long", n -> n + (1L << 40))
          .real("real", n -> n / 3.0)
          .time("time", n -> Instant.EPOCH.plusSeconds(n))
          .bytes("bytes", n -> new byte[] {n.byteValue()});

  @TempDir java.nio.file.Path folder;
  private Storage storage;

  @BeforeEach
  void openStorage() throws IOException {
    storage = Storage.of(HADOOP, new Path(folder.toString()), FakeTime.timeouts());
  }

  private <S> Path write(Columns<S> columns, S source) throws IOException {
    java.nio.file.Path file = folder.resolve("file.parquet");
    Path path = new Path(file.toString());
    FileLabel label = FileLabel.of(Driver.ofThisProcess("run"), path, List.of());
    Files.write(file, ParquetFiles.encode(HADOOP, columns, List.of(columns.row(source)), label));
    return path;
  }

  private Row read(Path file, Columns<?> columns) throws IOException {
    return ParquetFiles.rows(storage, List.of(file), columns).get(0);
  }

  @Test
  void everyTypeIsReadAsItWasWritten() throws IOException {
    Row row = read(write(COLUMNS, 7), COLUMNS);
    assertThat(row.<byte[]>getAs("bytes")).containsExactly(7);
    assertThat(row.toSeq().dropRight(1)).isEqualTo(COLUMNS.row(7).toSeq().dropRight(1));
  }

  @Test
  void valuesThatAreNullStayNull() throws IOException {
    Columns<Integer> nothing =
        Columns.<Integer>none().text("text", n -> null).real("real", n -> null);
    assertThat(read(write(nothing, 1), nothing)).isEqualTo(nothing.row(1));
  }

  @Test
  void columnsAreFoundByTheirNamesInWhateverOrder() throws IOException {
    Columns<Integer> turned =
        Columns.<Integer>none().real("b", n -> 2.0).real("c", n -> 3.0).real("a", n -> 1.0);
    Row row = read(write(turned, 0), turned.only("a", "b"));
    assertThat(row.<Double>getAs("a")).isEqualTo(1.0);
    assertThat(row.<Double>getAs("b")).isEqualTo(2.0);
  }

  @Test
  void aColumnThatTheFileDoesNotHaveIsNull() throws IOException {
    Path file = write(COLUMNS.only("text", "real"), 5);
    Row row = read(file, COLUMNS);
    assertThat(row.<String>getAs("text")).isEqualTo("é5");
    assertThat(row.isNullAt(row.fieldIndex("integer"))).isTrue();
    assertThat(read(file, COLUMNS.only("integer")).isNullAt(0)).isTrue();
  }

  @Test
  void aColumnOfAnotherTypeIsRefused() throws IOException {
    Path file = write(Columns.<Integer>none().real("step", n -> 0.0), 0);
    assertThatThrownBy(() -> read(file, Columns.<Integer>none().integer("step", n -> 0)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "damaged results: %s: `column step is optional int32 step` must hold, but got `optional"
                + " double step`; restore it from a copy, or move the directory away and run"
                + " the study again",
            file);
  }

  @Test
  void timesAreNotTakenForNumbers() throws IOException {
    Path file = write(Columns.<Integer>none().longInteger("at", n -> 0L), 0);
    assertThatThrownBy(() -> read(file, Columns.<Integer>none().time("at", n -> Instant.EPOCH)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("TIMESTAMP");
  }
}
