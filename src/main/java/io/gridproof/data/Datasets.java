package io.gridproof.data;

import io.gridproof.nn.ImageSet;
import io.gridproof.nn.Splits;
import io.gridproof.study.DatasetSpec;
import io.gridproof.study.DatasetSpec.Source;
import io.gridproof.study.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/** Reads the images of a study through Spark SQL. */
public final class Datasets {
  /** Settings under which Spark would leave out rows and say nothing. */
  private static final List<String> LENIENT =
      List.of("spark.sql.files.ignoreCorruptFiles", "spark.sql.files.ignoreMissingFiles");

  private Datasets() {}

  /**
   * A source as tables.
   *
   * @param pool the training images, or all if the source sets none apart for tests
   * @param layout of CSV
   */
  record Tables(ImageRows pool, Optional<ImageRows> test, Optional<CsvLayout> layout) {}

  /**
   * Says nothing of what is taken for granted; otherwise as {@link #load(SparkSession, DatasetSpec,
   * Consumer)}.
   */
  public static Splits load(SparkSession spark, DatasetSpec spec) {
    return load(spark, spec, note -> {});
  }

  /**
   * Reads, checks and splits the images: the same bytes in the same order whatever the cluster.
   *
   * @param notes takes a line for each thing about the data that is taken for granted
   * @throws InputException if they cannot be used, or are fewer than asked for
   */
  public static Splits load(SparkSession spark, DatasetSpec spec, Consumer<String> notes) {
    Tables tables = open(spark, spec.source());
    String place = spec.source().toString();
    Optional<ImageSet> test =
        spec.splitSeed().isPresent()
            ? Optional.empty()
            : tables.test().map(rows -> rows.pack(place));
    ImageSet pool = tables.pool().pack(place);
    Optional<String> assumption = tables.layout().flatMap(CsvLayout::assumption);
    if (assumption.isPresent()) {
      requireSeveralLabels(pool, assumption.get(), place);
    }
    Splits splits = Cut.cut(spec, pool, test);
    assumption.ifPresent(text -> notes.accept(place + ": " + text));
    return splits;
  }

  /** A column that was only taken for the label, and says the same everywhere, may be a pixel. */
  private static void requireSeveralLabels(ImageSet images, String assumption, String place) {
    byte first = images.labels()[0];
    for (byte label : images.labels()) {
      if (label != first) {
        return;
      }
    }
    throw Refusal.of(
        "two images have different labels", first + " everywhere; " + assumption, place);
  }

  static Tables open(SparkSession spark, Source source) {
    for (String setting : LENIENT) {
      String value = spark.conf().get(setting, "false");
      if (!value.equalsIgnoreCase("false")) {
        throw Refusal.of(setting + " = false", value, "Spark's settings");
      }
    }
    return switch (source.kind()) {
      case MNIST -> idx(spark, fetched(KnownSet.MNIST));
      case FASHION_MNIST -> idx(spark, fetched(KnownSet.FASHION_MNIST));
      case IDX -> idx(spark, source.path());
      case CSV -> csv(spark, source.path());
      case PARQUET ->
          new Tables(ParquetImages.read(spark, source.path()), Optional.empty(), Optional.empty());
    };
  }

  private static String fetched(KnownSet set) {
    Path folder = Fetcher.ofEnvironment().fetch(set);
    return folder.toUri().toString();
  }

  private static Tables idx(SparkSession spark, String folder) {
    ImageRows train = IdxImages.read(spark, folder, IdxSet.Name.TRAIN);
    ImageRows test = IdxImages.read(spark, folder, IdxSet.Name.TEST);
    if (test.height() != train.height() || test.width() != train.width()) {
      throw Refusal.of(
          "test images are " + train.height() + " x " + train.width() + " like train images",
          test.height() + " x " + test.width(),
          folder);
    }
    return new Tables(train, Optional.of(test), Optional.empty());
  }

  private static Tables csv(SparkSession spark, String path) {
    CsvImages images = CsvImages.read(spark, path);
    if (!images.layout().isLabelled()) {
      throw Refusal.of("one column is the label", images.layout(), path);
    }
    return new Tables(images.rows(), Optional.empty(), Optional.of(images.layout()));
  }
}
