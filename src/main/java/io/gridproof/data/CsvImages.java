package io.gridproof.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.monotonically_increasing_id;

import io.gridproof.study.InputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Kaggle's CSV, plain or gzipped: a file, or a folder or pattern of files each with its header.
 *
 * <p>Spark splits the files into lines and the parser of its CSV reader splits the lines. The CSV
 * reader itself would make 785 columns of them, for which Spark generates so much code that most of
 * the time passes before the compiler has seen to it; and it passes over blank lines, so that
 * nobody could say on which line a mistake is.
 */
final class CsvImages {
  /** Far more than 785 numbers take. */
  private static final int LONGEST_LINE = 1 << 20;

  /** As many as have room in an array that holds a set. */
  private static final int MOST_LINES =
      1 + IdxHeader.LONGEST_ARRAY / (KaggleColumns.HEIGHT * KaggleColumns.WIDTH);

  private CsvImages() {}

  static ImageRows read(SparkSession spark, String path, KaggleColumns columns) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    HadoopFiles.requireExisting(path, conf);
    Dataset<Row> lines = spark.read().text(path);
    List<Path> files = HadoopFiles.of(lines);
    files.forEach(file -> checkHeader(file, columns, conf));
    Dataset<Row> rows =
        lines
            .select(
                col("_metadata.file_path").as(ImageRows.FILE),
                col("_metadata.file_block_start").as(ImageRows.BLOCK),
                monotonically_increasing_id().as(ImageRows.ROW),
                RowCheck.lines(columns).apply(col("value")).as("checked"))
            .select(col("*"), col("checked.*"))
            .drop("checked");
    return new ImageRows(
        rows,
        KaggleColumns.HEIGHT,
        KaggleColumns.WIDTH,
        files,
        OptionalLong.empty(),
        1,
        Optional.of(
            (file, index) -> HadoopFiles.name(HadoopFiles.ofUri(file)) + ", line " + (index + 1)));
  }

  /** The columns that the first file says it has. */
  static KaggleColumns columns(SparkSession spark, String path) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    HadoopFiles.requireExisting(path, conf);
    return HadoopFiles.of(spark.read().text(path)).stream()
        .findFirst()
        .map(file -> KaggleColumns.of(header(file, conf)))
        .orElse(KaggleColumns.LABELLED);
  }

  private static void checkHeader(Path file, KaggleColumns columns, Configuration conf) {
    String mistake = columns.headerMistake(header(file, conf));
    if (mistake != null) {
      throw new InputException(mistake + " (" + HadoopFiles.name(file) + ", line 1)");
    }
  }

  /**
   * The first line. Looks through gzip and local files to their end as well: a task that found gzip
   * broken would fail, with much noise, and a few kilobytes of it may hold a line of gigabytes, for
   * which a task has no memory.
   */
  private static String header(Path file, Configuration conf) {
    try (InputStream in = HadoopFiles.open(file, conf)) {
      byte[] start = in.readNBytes(LONGEST_LINE + 1);
      Lines lines = new Lines(HadoopFiles.name(file));
      lines.check(start, start.length);
      if (HadoopFiles.gzipped(file) || HadoopFiles.isLocal(file)) {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          lines.check(buffer, n);
        }
      }
      String text = new String(start, StandardCharsets.UTF_8);
      return text.lines().findFirst().orElse("");
    } catch (ZipException | EOFException e) {
      throw HadoopFiles.badGzip(file, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts the lines of a file, and the bytes of each. */
  private static final class Lines {
    private final String file;
    private long lines;
    private int bytes;

    Lines(String file) {
      this.file = file;
    }

    void check(byte[] buffer, int length) {
      for (int i = 0; i < length; i++) {
        bytes = buffer[i] == '\n' ? 0 : bytes + 1;
        lines += buffer[i] == '\n' ? 1 : 0;
        if (bytes > LONGEST_LINE) {
          throw Refusal.of(
              "bytes of a line <= " + LONGEST_LINE, "more", file + ", line " + (lines + 1));
        }
      }
      if (lines > MOST_LINES) {
        throw Refusal.of("lines <= " + MOST_LINES, "more", file);
      }
    }
  }
}
