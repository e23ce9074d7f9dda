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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
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

  private static final String POSITIONS =
      """
      SELECT '%1$s' AS split, position, count(*) AS images, min(value) AS least,
             max(value) AS most, sum(value) AS total, sum(value * value) AS squares
      FROM (SELECT posexplode(pixel_values(pixels)) AS (position, value) FROM %1$s_images)
      GROUP BY position
      """;

  private static final String SPREAD =
      """
      SELECT split, count(*) AS images, avg(ink) AS mean, stddev_pop(ink) AS deviation
      FROM ink GROUP BY split
      """;

  private static final String OUTLIERS =
      """
      SELECT ink.*, (ink - mean) / deviation AS deviations
      FROM ink JOIN spread USING (split)
      WHERE abs(ink - mean) > %d * deviation
      """
          .formatted(FAR);

  private static final String LABELS =
      "SELECT label, count(*) FROM ink WHERE split = '%s' GROUP BY label ORDER BY label";

  private static final String PIXELS =
      """
      SELECT least, most, mean, sqrt(mean_of_squares - mean * mean), constant
      FROM (SELECT min(least) AS least, max(most) AS most, count_if(least = most) AS constant,
                   sum(total) / sum(images) AS mean,
                   sum(squares) / sum(images) AS mean_of_squares
            FROM positions WHERE split = '%s')
      """;

  private static final String SPREAD_OF =
      """
      SELECT images, mean, deviation,
             (SELECT count(*) FROM outliers WHERE split = '%1$s') AS outliers
      FROM spread WHERE split = '%1$s'
      """;

  /** An image's index is the number of images before it. */
  private static final String FARTHEST =
      """
      SELECT count(earlier.row) AS index, far.label, far.ink, far.deviations
      FROM (SELECT * FROM outliers WHERE split = '%s'
            ORDER BY abs(deviations) DESC, file, block, row LIMIT %d) AS far
      LEFT JOIN ink AS earlier
        ON earlier.split = far.split
           AND struct(earlier.file, earlier.block, earlier.row) < struct(far.file, far.block, far.row)
      GROUP BY far.file, far.block, far.row, far.label, far.ink, far.deviations
      ORDER BY abs(far.deviations) DESC, index
      """;

  private static final String SAMPLES =
      """
      SELECT label, pixels
      FROM %1$s_images
      JOIN (SELECT min(struct(file, block, row)) AS first
            FROM ink WHERE split = '%1$s' GROUP BY label)
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

    keep(forEach(splits, INK)).createOrReplaceTempView("ink");
    keep(forEach(splits, POSITIONS)).createOrReplaceTempView("positions");
    spark.sql(SPREAD).createOrReplaceTempView("spread");
    spark.sql(OUTLIERS).createOrReplaceTempView("outliers");
    return new Analysis(
        train.height(),
        train.width(),
        files.stream().map(this::stored).toList(),
        splits.stream().map(this::split).toList(),
        ask(SAMPLES, TRAIN).map(row -> new Sample(row.getInt(0), row.getAs(1))).toList());
  }

  private void defineFunctions() {
    // Its own session is small work: as many tasks as cores, not the many of a warehouse.
    int tasks = spark.sparkContext().defaultParallelism();
    spark.conf().set("spark.sql.shuffle.partitions", tasks);
    UDF1<byte[], Integer[]> values = Analyst::values;
    UDF1<byte[], Double> mean = Analyst::mean;
    DataType integers = DataTypes.createArrayType(DataTypes.IntegerType, false);
    spark.udf().register("pixel_values", functions.udf(values, integers));
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

  private static Integer[] values(byte[] pixels) {
    Integer[] values = new Integer[pixels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = pixels[i] & 0xff;
    }
    return values;
  }

  private static double mean(byte[] pixels) {
    long sum = 0;
    for (byte pixel : pixels) {
      sum += pixel & 0xff;
    }
    return (double) sum / pixels.length;
  }

  private Split split(String name) {
    List<LabelCount> labels =
        ask(LABELS, name).map(row -> new LabelCount(row.getInt(0), row.getLong(1))).toList();
    Row pixels = ask(PIXELS, name).findFirst().orElseThrow();
    Row ink = ask(SPREAD_OF, name).findFirst().orElseThrow();
    List<Outlier> outliers =
        ask(FARTHEST, name, OUTLIERS_NAMED)
            .map(
                row ->
                    new Outlier(row.getLong(0), row.getInt(1), row.getDouble(2), row.getDouble(3)))
            .toList();
    return new Split(
        name,
        ink.getLong(0),
        labels,
        new Pixels(
            pixels.getInt(0),
            pixels.getInt(1),
            pixels.getDouble(2),
            pixels.getDouble(3),
            pixels.getLong(4)),
        new Ink(ink.getDouble(1), ink.getDouble(2), ink.getLong(3)),
        outliers);
  }

  private Stream<Row> ask(String query, Object... words) {
    return spark.sql(query.formatted(words)).collectAsList().stream();
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
