package io.gridproof.data;

import io.gridproof.data.Analysis.Ink;
import io.gridproof.data.Analysis.LabelCount;
import io.gridproof.data.Analysis.Outlier;
import io.gridproof.data.Analysis.Pixels;
import io.gridproof.data.Analysis.Sample;
import io.gridproof.data.Analysis.Split;
import io.gridproof.data.Analysis.StoredFile;
import io.gridproof.study.DatasetSpec.Source;
import io.gridproof.study.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Describes a data set by asking Spark SQL. */
public final class Analyst {
  /** An image is an outlier if its ink is farther than so many deviations from the mean. */
  public static final int FAR = 3;

  private static final int OUTLIERS_NAMED = 5;

  private static final String INK =
      """
      SELECT '%1$s' AS split, file, block, row, label, mean_pixel(pixels) AS ink FROM %1$s_images
      """;

  private static final String INDEXED_INK =
      """
      SELECT *, bigint(row_number() OVER (
                         PARTITION BY split ORDER BY file, block, row) - 1) AS index
      FROM mean_pixels
      """;

  private static final String SPREAD =
      """
      SELECT split, count(*) AS images, avg(ink) AS mean, stddev_pop(ink) AS deviation
      FROM ink GROUP BY split
      """;

  private static final String OUTLIERS =
      """
      SELECT ink.*, try_divide(ink - mean, deviation) AS deviations
      FROM ink JOIN spread USING (split)
      WHERE deviation > 0 AND abs(ink - mean) > %d * deviation
      """
          .formatted(FAR);

  private static final String LABELS =
      "SELECT split, label, count(*) FROM ink GROUP BY split, label ORDER BY split, label";

  private static final String PIXELS =
      """
      SELECT split, summary.*
      FROM (SELECT '%1$s' AS split, pixel_summary(pixels) AS summary FROM %1$s_images)
      """;

  private static final String INKS =
      """
      SELECT split, any_value(images), any_value(mean), any_value(spread.deviation),
             count(outliers.index)
      FROM spread LEFT JOIN outliers USING (split) GROUP BY split
      """;

  private static final String FARTHEST =
      """
      SELECT split, index, label, ink, deviations
      FROM (SELECT *, row_number() OVER (
                        PARTITION BY split ORDER BY abs(deviations) DESC, index) AS place
            FROM outliers)
      WHERE place <= %d
      ORDER BY split, place
      """
          .formatted(OUTLIERS_NAMED);

  private static final String SAMPLES =
      """
      SELECT label, pixels
      FROM train_images
      JOIN (SELECT min(struct(file, block, row)) AS first
            FROM ink WHERE split = 'train' GROUP BY label)
        ON struct(file, block, row) = first
      ORDER BY label
      """;

  private static final String TRAIN = "train";
  private static final String TEST = "test";

  private final SparkSession spark;
  private final List<Dataset<Row>> kept = new ArrayList<>();

  private Analyst(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Checks a data set as a study would, then describes it.
   *
   * @throws InputException if it cannot be used
   */
  public static Analysis analyse(SparkSession spark, Source source) {
    // A session of its own: its views and functions are no one else's.
    Analyst analyst = new Analyst(spark.newSession());
    try {
      return analyst.analyse(source);
    } finally {
      analyst.kept.forEach(Dataset::unpersist);
    }
  }

  private Analysis analyse(Source source) {
    defineFunctions();
    Datasets.Tables tables = Datasets.open(spark, source);
    ImageRows train = tables.pool();
    List<String> splits = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    add(TRAIN, train, source, splits, files);
    tables.test().ifPresent(test -> add(TEST, test, source, splits, files));

    forEach(splits, INK).createOrReplaceTempView("mean_pixels");
    keep(spark.sql(INDEXED_INK)).createOrReplaceTempView("ink");
    spark.sql(SPREAD).createOrReplaceTempView("spread");
    spark.sql(OUTLIERS).createOrReplaceTempView("outliers");
    return new Analysis(
        train.height(),
        train.width(),
        tables.layout().map(CsvLayout::toString),
        files.stream().map(this::stored).toList(),
        splits(splits),
        ask(SAMPLES).stream().map(row -> new Sample(row.getInt(0), row.getAs(1))).toList());
  }

  private void defineFunctions() {
    // Its own session is small work: as many tasks as cores, not the many of a warehouse.
    int tasks = spark.sparkContext().defaultParallelism();
    spark.conf().set("spark.sql.shuffle.partitions", tasks);
    UDF1<byte[], Double> mean = Analyst::mean;
    spark.udf().register("pixel_summary", functions.udaf(new PixelSummary(), Encoders.BINARY()));
    spark.udf().register("mean_pixel", functions.udf(mean, DataTypes.DoubleType));
  }

  private void add(
      String split, ImageRows table, Source source, List<String> splits, List<Path> files) {
    if (source.kind() == Source.Kind.CSV) {
      keep(table.rows());
    }
    table.check(source.toString());
    table
        .rows()
        .where("error IS NULL AND pixels IS NOT NULL")
        .createOrReplaceTempView(split + "_images");
    splits.add(split);
    files.addAll(table.files());
  }

  private Dataset<Row> forEach(List<String> splits, String query) {
    return splits.stream()
        .map(split -> spark.sql(query.formatted(split)))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  private Dataset<Row> keep(Dataset<Row> rows) {
    kept.add(rows.persist());
    return rows;
  }

  private static double mean(byte[] pixels) {
    long sum = 0;
    for (byte pixel : pixels) {
      sum += pixel & 0xff;
    }
    return (double) sum / pixels.length;
  }

  private List<Split> splits(List<String> names) {
    List<Row> labels = ask(LABELS);
    List<Row> pixels = forEach(names, PIXELS).collectAsList();
    List<Row> inks = ask(INKS);
    List<Row> farthest = ask(FARTHEST);
    return names.stream()
        .map(
            name -> {
              Row ink = of(name, inks).findFirst().orElseThrow();
              return new Split(
                  name,
                  ink.getLong(1),
                  of(name, labels).map(Analyst::label).toList(),
                  of(name, pixels).map(Analyst::pixels).findFirst().orElseThrow(),
                  new Ink(ink.getDouble(2), ink.getDouble(3), ink.getLong(4)),
                  of(name, farthest).map(Analyst::outlier).toList());
            })
        .toList();
  }

  private static Stream<Row> of(String split, List<Row> rows) {
    return rows.stream().filter(row -> row.getString(0).equals(split));
  }

  private static LabelCount label(Row row) {
    return new LabelCount(row.getInt(1), row.getLong(2));
  }

  private static Pixels pixels(Row row) {
    return new Pixels(
        row.getInt(1), row.getInt(2), row.getDouble(3), row.getDouble(4), row.getLong(5));
  }

  private static Outlier outlier(Row row) {
    return new Outlier(row.getLong(1), row.getInt(2), row.getDouble(3), row.getDouble(4));
  }

  private List<Row> ask(String query) {
    return spark.sql(query).collectAsList();
  }

  private StoredFile stored(Path path) {
    try {
      String sha256 = HadoopFiles.sha256(path, spark.sparkContext().hadoopConfiguration());
      return new StoredFile(HadoopFiles.name(path), sha256);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
