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
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatasetsTest {
  private final SparkSession spark = TestSpark.session();
  private final ImageSet train = TestImages.random(1, 50, 4, 3);
  private final ImageSet test = TestImages.random(2, 20, 4, 3);

  @TempDir private Path folder;

  @Test
  void idxFolderGivesItsOwnSets() {
    TestImages.writeIdx(folder, train, test);

    Splits splits = Datasets.load(spark, spec(OptionalLong.empty(), OptionalInt.empty()));

    assertThat(splits.train().pixels()).isEqualTo(train.pixels());
    assertThat(splits.train().labels()).isEqualTo(train.labels());
    assertThat(splits.test().pixels()).isEqualTo(test.pixels());
    assertThat(splits.test().labels()).isEqualTo(test.labels());
    assertThat(splits.train().height()).isEqualTo(4);
    assertThat(splits.train().width()).isEqualTo(3);
    assertThat(splits.validation().count()).isZero();
  }

  @Test
  void splitSeedLeavesTheTestSetAlone() {
    TestImages.writeIdx(folder, train, test);

    Splits splits = Datasets.load(spark, spec(OptionalLong.of(1), OptionalInt.of(40)));

    assertThat(splits.train().count() + splits.test().count()).isEqualTo(train.count());
  }

  @Test
  void gzipGivesTheSameDigest() {
    TestImages.writeIdx(folder, train, test);
    DatasetSpec spec = spec(OptionalLong.empty(), OptionalInt.empty());
    String plain = Datasets.load(spark, spec).sha256();
    TestImages.gzipInPlace(folder.resolve(TestImages.TRAIN_IMAGES));
    TestImages.gzipInPlace(folder.resolve(TestImages.TEST_LABELS));

    assertThat(Datasets.load(spark, spec).sha256()).isEqualTo(plain);
  }

  @Test
  void testImagesOfAnotherSizeAreRefused() {
    TestImages.writeIdx(folder, train, TestImages.random(2, 20, 3, 4));

    assertThatThrownBy(() -> Datasets.load(spark, spec(OptionalLong.empty(), OptionalInt.empty())))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "`test images are 4 x 3 like train images` must hold, but got 3 x 4 (" + folder + ")");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"spark.sql.files.ignoreCorruptFiles", "spark.sql.files.ignoreMissingFiles"})
  void settingsThatHideLossesAreRefused(String setting) {
    TestImages.writeIdx(folder, train, test);
    spark.conf().set(setting, "true");
    try {
      assertThatThrownBy(
              () -> Datasets.load(spark, spec(OptionalLong.empty(), OptionalInt.empty())))
          .isInstanceOf(InputException.class)
          .hasMessage("`" + setting + " = false` must hold, but got true (Spark's settings)");
    } finally {
      spark.conf().unset(setting);
    }
  }

  @Test
  void imagesThatTheDriverHasNoMemoryForAreRefused() {
    ImageRows.requireMemory(1_000_000, (300 << 20) + 3_000_000, "place");
    assertThatThrownBy(() -> ImageRows.requireMemory(1_000_001, (300 << 20) + 3_000_000, "place"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "`images * height * width <= (spark.driver.memory - 300 MiB) / 3 = 1000000` must hold,"
                + " but got 1000001 (place)");
  }

  private DatasetSpec spec(OptionalLong seed, OptionalInt images) {
    Source source = new Source(Kind.IDX, folder.toString());
    return new DatasetSpec(source, images, 0, OptionalInt.empty(), seed);
  }
}
