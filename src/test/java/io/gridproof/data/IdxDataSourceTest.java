package io.gridproof.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridproof.TestSpark;
import io.gridproof.nn.ImageSet;
import io.gridproof.study.InputException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The data source through Spark's own doors. */
final class IdxDataSourceTest {
  private final SparkSession spark = TestSpark.session();
  private final ImageSet train = TestImages.random(1, 100, 5, 3);
  private final ImageSet test = TestImages.random(2, 9, 5, 3);

  @TempDir private java.nio.file.Path folder;

  @BeforeEach
  void writeFiles() {
    TestImages.writeIdx(folder, train, test);
  }

  @ParameterizedTest(name = "{0} partitions, gzipped: {1}")
  @CsvSource({"1,false", "3,false", "7,false", "1,true", "3,true", "7,true"})
  void everyNumberOfPartitionsReadsTheSameRows(int partitions, boolean gzipped) {
    if (gzipped) {
      TestImages.gzipInPlace(folder.resolve(TestImages.TRAIN_IMAGES));
      TestImages.gzipInPlace(folder.resolve(TestImages.TRAIN_LABELS));
    }
    Dataset<Row> table =
        spark.read().format("idx").option("partitions", partitions).load(folder.toString());

    assertThat(table.javaRDD().getNumPartitions()).isEqualTo(partitions);
    List<Row> rows = table.sort("index").collectAsList();
    assertThat(rows).hasSize(train.count());
    for (int i = 0; i < train.count(); i++) {
      assertThat(rows.get(i).getLong(0)).isEqualTo(i);
      assertThat(rows.get(i).getInt(1)).isEqualTo(train.labels()[i]);
      assertThat(rows.get(i).<byte[]>getAs(2)).isEqualTo(pixels(train, i));
    }
  }

  @ParameterizedTest(name = "gzipped: {0}")
  @ValueSource(booleans = {false, true})
  void partitionsThatAreSentNeedNoFiles(boolean gzipped) throws IOException {
    if (gzipped) {
      TestImages.gzipInPlace(folder.resolve(TestImages.TRAIN_IMAGES));
      TestImages.gzipInPlace(folder.resolve(TestImages.TRAIN_LABELS));
    }
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    IdxSet set = IdxSet.find(new Path(folder.toUri()), IdxSet.Name.TRAIN, conf);
    IdxScan scan = new IdxScan(new IdxTable(set, 3, conf), IdxTable.SCHEMA);

    IdxRows[] partitions = scan.sent();
    FileUtil.fullyDeleteContents(folder.toFile());

    int read = 0;
    for (IdxRows partition : partitions) {
      try (PartitionReader<InternalRow> rows = scan.createReaderFactory().createReader(partition)) {
        while (rows.next()) {
          assertThat(rows.get().getLong(0)).isEqualTo(read);
          assertThat(rows.get().getInt(1)).isEqualTo(train.labels()[read]);
          assertThat(rows.get().getBinary(2)).isEqualTo(pixels(train, read));
          read++;
        }
      }
    }
    assertThat(read).isEqualTo(train.count());
  }

  @Test
  void readsBySeveralTasksWithoutBeingAsked() {
    Dataset<Row> table = spark.read().format("idx").load(folder.toString());

    assertThat(table.javaRDD().getNumPartitions()).isGreaterThan(1);
  }

  @ParameterizedTest
  @CsvSource({"train,100", "test,9", "TEST,9"})
  void optionSplitChoosesTheSet(String split, long images) {
    Dataset<Row> table = spark.read().format("idx").option("split", split).load(folder.toString());

    assertThat(table.count()).isEqualTo(images);
  }

  @Test
  void tableMadeWithOptionsAnswersSql() {
    spark.sql("CREATE TABLE digits USING idx OPTIONS (path '%s', split 'test')".formatted(folder));
    try {
      assertThat(ask("SELECT count(*), sum(length(pixels)) FROM digits")).isEqualTo("[9,135]");
      assertThat(ask("SELECT max(index) FROM digits WHERE label >= 0")).isEqualTo("[8]");
    } finally {
      spark.sql("DROP TABLE digits");
    }
    assertThat(folder.resolve(TestImages.TEST_IMAGES)).exists();
  }

  @Test
  void tableMadeWithLocationReadsTheTrainingImages() {
    spark.sql("CREATE TABLE located USING idx LOCATION '%s'".formatted(folder));
    try {
      assertThat(ask("SELECT count(*) FROM located")).isEqualTo("[100]");
    } finally {
      spark.sql("DROP TABLE located");
    }
    assertThat(folder.resolve(TestImages.TRAIN_IMAGES)).exists();
  }

  @Test
  void temporaryViewAnswersSql() {
    spark.sql("CREATE TEMPORARY VIEW viewed USING idx OPTIONS (path '%s')".formatted(folder));

    assertThat(ask("SELECT count(DISTINCT index) FROM viewed")).isEqualTo("[100]");
  }

  @Test
  void queryThatNeedsNoPixelsDoesNotReadThem() {
    Dataset<Row> labels =
        spark.read().format("idx").load(folder.toString()).groupBy("label").count();
    TestImages.delete(folder.resolve(TestImages.TRAIN_IMAGES));

    long images = labels.collectAsList().stream().mapToLong(row -> row.getLong(1)).sum();
    assertThat(images).isEqualTo(100);
  }

  @Test
  void pixelsSayHowLargeAnImageIs() {
    var pixels = spark.read().format("idx").load(folder.toString()).schema().apply("pixels");

    assertThat(pixels.metadata().getLong("height")).isEqualTo(5);
    assertThat(pixels.metadata().getLong("width")).isEqualTo(3);
  }

  @Test
  void unknownSplitIsRefused() {
    assertThatThrownBy(
            () -> spark.read().format("idx").option("split", "dev").load(folder.toString()))
        .isInstanceOf(InputException.class)
        .hasMessage("`split is train or test` must hold, but got dev (option split)");
  }

  @Test
  void missingPathIsRefused() {
    assertThatThrownBy(() -> spark.read().format("idx").load())
        .isInstanceOf(InputException.class)
        .hasMessage("`path is given` must hold, but got none (options of idx)");
  }

  private String ask(String query) {
    return spark.sql(query).first().toString();
  }

  private static byte[] pixels(ImageSet set, int image) {
    int size = set.pixelsPerImage();
    return Arrays.copyOfRange(set.pixels(), image * size, (image + 1) * size);
  }
}
