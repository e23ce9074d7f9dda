package io.gridproof.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.monotonically_increasing_id;

import io.gridproof.study.InputException;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
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

  /** Reads gzip to its end as well: a task that found it broken would fail, with much noise. */
  private static String header(Path file, Configuration conf) {
    try (InputStream in = HadoopFiles.open(file, conf)) {
      BufferedReader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      String header = text.readLine();
      if (HadoopFiles.gzipped(file)) {
        HadoopFiles.drain(in);
      }
      return header == null ? "" : header;
    } catch (ZipException | EOFException e) {
      throw HadoopFiles.badGzip(file, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
