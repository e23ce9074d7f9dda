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
 * Images in CSV, plain, gzip or bzip2: a file, or a folder or pattern of files of one layout.
 *
 * <p>Spark splits the files into lines and the parser of its CSV reader splits the lines. The CSV
 * reader itself would make hundreds of columns of them, for which Spark generates so much code that
 * most of the time passes before the compiler has seen to it; and it passes over blank lines, so
 * that nobody could say on which line a mistake is.
 */
record CsvImages(CsvLayout layout, ImageRows rows) {
  /**
   * @throws InputException if there is no such file, or the first line of one cannot be that of
   *     images
   */
  static CsvImages read(SparkSession spark, String path) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    HadoopFiles.requireExisting(path, conf);
    Dataset<Row> lines = spark.read().text(path);
    List<Path> files = HadoopFiles.of(lines);
    CsvLayout layout = layout(files, path, conf);
    Dataset<Row> rows =
        lines
            .select(
                col("_metadata.file_path").as(ImageRows.FILE),
                col("_metadata.file_block_start").as(ImageRows.BLOCK),
                monotonically_increasing_id().as(ImageRows.ROW),
                RowCheck.lines(layout).apply(col("value")).as("checked"))
            .select(col("*"), col("checked.*"))
            .drop("checked");
    return new CsvImages(
        layout,
        new ImageRows(
            rows,
            layout.height(),
            layout.width(),
            files,
            OptionalLong.empty(),
            layout.headings(),
            Optional.of((file, index) -> line(HadoopFiles.ofUri(file), index + 1))));
  }

  private static String line(Path file, long number) {
    return HadoopFiles.name(file) + ", line " + number;
  }

  /** The one layout of all files. */
  private static CsvLayout layout(List<Path> files, String path, Configuration conf) {
    if (files.isEmpty()) {
      throw Refusal.of("1 <= images", 0, path);
    }
    CsvLayout first = layout(files.get(0), conf);
    for (Path file : files.subList(1, files.size())) {
      CsvLayout layout = layout(file, conf);
      if (!layout.equals(first)) {
        String rule = "layout is that of " + files.get(0).getName() + ": " + first;
        throw Refusal.of(rule, layout, line(file, 1));
      }
    }
    return first;
  }

  /**
   * What the first line says. Looks through compressed and local files to their end as well: a task
   * that found gzip broken would fail, with much noise, and a few kilobytes of it may hold a line
   * of gigabytes, for which a task has no memory.
   */
  private static CsvLayout layout(Path file, Configuration conf) {
    try (InputStream in = HadoopFiles.open(file, conf)) {
      byte[] start = in.readNBytes(CsvLayout.LONGEST_LINE + 1);
      String text = new String(start, StandardCharsets.UTF_8);
      Lines lines = new Lines(file);
      lines.check(start, start.length);
      CsvLayout layout =
          CsvFirstLine.of(text.lines().findFirst().orElse(""), line(file, 1)).layout();
      if (HadoopFiles.isCompressed(file) || HadoopFiles.isLocal(file)) {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          lines.check(buffer, n);
          lines.checkCount(layout);
        }
      }
      return layout;
    } catch (ZipException | EOFException e) {
      throw HadoopFiles.broken(file, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts the lines of a file, and the bytes of each. */
  private static final class Lines {
    private final Path file;
    private long lines;
    private int bytes;

    Lines(Path file) {
      this.file = file;
    }

    void check(byte[] buffer, int length) {
      for (int i = 0; i < length; i++) {
        bytes = buffer[i] == '\n' ? 0 : bytes + 1;
        lines += buffer[i] == '\n' ? 1 : 0;
        if (bytes > CsvLayout.LONGEST_LINE) {
          throw Refusal.of(
              "bytes of a line <= " + CsvLayout.LONGEST_LINE, "more", line(file, lines + 1));
        }
      }
    }

    /** Refuses more lines than an array that holds a set has room for. */
    void checkCount(CsvLayout layout) {
      int most = layout.headings() + IdxHeader.LONGEST_ARRAY / layout.pixels();
      if (lines > most) {
        throw Refusal.of("lines <= " + most, "more", HadoopFiles.name(file));
      }
    }
  }
}
