package io.gridproof.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridproof.TestSpark;
import io.gridproof.nn.ImageSet;
import io.gridproof.nn.Splits;
import io.gridproof.study.DatasetSpec;
import io.gridproof.study.DatasetSpec.Source;
import io.gridproof.study.DatasetSpec.Source.Kind;
import io.gridproof.study.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every shape of Parquet holds the same images as IDX. */
final class ParquetImagesTest {
  private static final ImageSet SET = TestImages.random(5, 40, 28, 28);

  private final SparkSession spark = TestSpark.session();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "binary, binary",
    "tinyint, array<smallint>",
    "smallint, array<int>",
    "bigint, array<bigint>",
    "int, columns"
  })
  void holdsTheSameBytesAsCsv(String label, String pixels) {
    TestImages.write(folder.resolve("train.csv"), TestImages.kaggle(SET));
    String expected = load(Kind.CSV, folder.resolve("train.csv")).sha256();
    Dataset<Row> csv =
        spark
            .read()
            .option("header", true)
            .option("inferSchema", true)
            .csv(folder.resolve("train.csv").toString());
    Dataset<Row> table =
        switch (pixels) {
          case "columns" -> csv;
          case "binary" -> binary(SET);
          default -> csv.selectExpr("cast(label as " + label + ")", arrayOfColumns(pixels));
        };
    table.coalesce(1).write().parquet(folder.resolve("parquet").toString());

    assertThat(load(Kind.PARQUET, folder.resolve("parquet")).sha256()).isEqualTo(expected);
  }

  @Test
  void rowsOfManyFilesAndGroupsAreInOrder() {
    binary(SET)
        .coalesce(1)
        .write()
        .option("parquet.block.size", 2000)
        .parquet(folder.resolve("one").toString());
    binary(SET)
        .repartitionByRange(4, functions.lit(1))
        .write()
        .option("maxRecordsPerFile", 7)
        .parquet(folder.resolve("many").toString());

    assertThat(load(Kind.PARQUET, folder.resolve("many")).sha256())
        .isEqualTo(load(Kind.PARQUET, folder.resolve("one")).sha256());
  }

  @ParameterizedTest
  @CsvSource({"16, 4, 4", "15, 1, 15"})
  void imageIsSquareIfItCanBe(int pixels, int height, int width) {
    binary(TestImages.random(6, 40, 1, pixels)).write().parquet(folder.resolve("p").toString());

    Splits splits = load(Kind.PARQUET, folder.resolve("p"));

    assertThat(splits.train().height()).isEqualTo(height);
    assertThat(splits.train().width()).isEqualTo(width);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "digit INT, pixels BINARY",
        "label STRING, pixels BINARY",
        "label INT, pixels STRING",
        "label INT, pixels ARRAY<DOUBLE>",
        "label INT, pixel0 INT, pixel1 INT"
      })
  void otherColumnsAreRefused(String columns) {
    Path path = folder.resolve("p");
    spark.createDataFrame(List.of(), StructType.fromDDL(columns)).write().parquet(path.toString());

    String found = columns.toLowerCase(Locale.ROOT).replaceAll("(\\w+) ([\\w<>]+)", "$1 ($2)");
    refuses(
        path,
        "`columns are label (integer) and pixels (binary or array of integers),"
            + " or label and pixel0 to pixel783 (integers)` must hold, but got "
            + found
            + " ("
            + path
            + ")");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12 | 0 | `0 <= label < 10` must hold, but got 12",
        "-1 | 0 | `0 <= label < 10` must hold, but got -1",
        "   | 0 | `0 <= label < 10` must hold, but got nothing",
        "1 | 256 | `pixel1 is a whole number from 0 to 255` must hold, but got 256",
        "1 | -1 | `pixel1 is a whole number from 0 to 255` must hold, but got -1",
        "1 | 4294967296 | `pixel1 is a whole number from 0 to 255` must hold, but got 4294967296",
        "1 |  | `pixel1 is a whole number from 0 to 255` must hold, but got nothing"
      })
  void valueOutOfRangeIsRefused(Long label, Long pixel, String message) {
    ArrayList<Long> pixels = new ArrayList<>();
    pixels.add(0L);
    pixels.add(pixel);
    refusesRow(label, pixels, DataTypes.createArrayType(DataTypes.LongType), message);
  }

  @Test
  void imageOfAnotherSizeIsRefused() {
    refusesRow(
        1L,
        List.of(1L),
        DataTypes.createArrayType(DataTypes.LongType),
        "`pixels = 2` must hold, but got 1");
  }

  private void refusesRow(Long label, List<Long> pixels, DataType type, String message) {
    StructType schema = new StructType().add("label", DataTypes.LongType).add("pixels", type);
    List<Row> rows =
        List.of(
            RowFactory.create(1L, new Long[] {1L, 2L}),
            RowFactory.create(label, pixels.toArray(Long[]::new)),
            RowFactory.create(99L, new Long[] {1L, 2L}));
    Path path = folder.resolve("p");
    spark.createDataFrame(rows, schema).coalesce(1).write().parquet(path.toString());

    assertThatThrownBy(() -> load(Kind.PARQUET, path))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(message + " (" + path + "/part-00000-")
        .hasMessageEndingWith(".parquet, row index 1)");
  }

  @Test
  void noRowsAreRefused() {
    Path path = folder.resolve("p");
    StructType schema = StructType.fromDDL("label INT, pixels BINARY");
    spark.createDataFrame(List.of(), schema).write().parquet(path.toString());

    refuses(path, "`1 <= images` must hold, but got 0 (" + path + ")");
  }

  @Test
  void otherFilesAreRefused() {
    Path path = folder.resolve("train.parquet");
    TestImages.write(path, "label,pixel0");

    refuses(
        path,
        "`file ends in PAR1, as Parquet does` must hold, but got 12 bytes that do not (%s)"
            .formatted(path));
  }

  @Test
  void aFooterThatIsNoneIsRefused() {
    Path path = folder.resolve("train.parquet");
    TestImages.write(path, "PAR1 and no footer, PAR1");

    assertThatThrownBy(() -> load(Kind.PARQUET, path))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("`footer is Parquet's` must hold, but got ");
  }

  private static void refuses(Path path, String message) {
    assertThatThrownBy(() -> load(Kind.PARQUET, path))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  private Dataset<Row> binary(ImageSet set) {
    int size = set.pixelsPerImage();
    List<Row> rows =
        IntStream.range(0, set.count())
            .mapToObj(
                i ->
                    RowFactory.create(
                        (int) set.labels()[i],
                        Arrays.copyOfRange(set.pixels(), i * size, (i + 1) * size)))
            .toList();
    return spark.createDataFrame(rows, StructType.fromDDL("label INT, pixels BINARY"));
  }

  private static String arrayOfColumns(String type) {
    String columns = String.join(", ", ParquetImages.PIXELS);
    return "cast(array(" + columns + ") as " + type + ") as pixels";
  }

  private static Splits load(Kind kind, Path path) {
    DatasetSpec spec =
        new DatasetSpec(
            new Source(kind, path.toString()),
            OptionalInt.empty(),
            0,
            OptionalInt.of(10),
            OptionalLong.empty());
    return Datasets.load(TestSpark.session(), spec);
  }
}
