package io.gridproof.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridproof.nn.ImageSet;
import io.gridproof.nn.Splits;
import io.gridproof.study.DatasetSpec;
import io.gridproof.study.DatasetSpec.Source;
import io.gridproof.study.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The laws of splitting. Image i of the pool is a single pixel i; of the test set, 100 + i. */
final class CutTest {
  private static final ImageSet POOL = numbered(0, 20);
  private static final ImageSet TEST_SET = numbered(100, 10);

  @ParameterizedTest(name = "train {0}, validation {1}, test {2}: {3}, {4}, {5}")
  @CsvSource({
    ", 0, , 0-19, , 100-109",
    "5, 0, , 0-4, , 100-109",
    "5, 3, 2, 0-4, 5-7, 100-101",
    ", 3, , 0-16, 17-19, 100-109",
    "17, 3, 10, 0-16, 17-19, 100-109"
  })
  void withATestSetOfItsOwn(
      Integer train, int validation, Integer test, String first, String second, String third) {
    Splits splits = Cut.cut(spec(train, validation, test, null), POOL, Optional.of(TEST_SET));

    assertThat(range(splits.train())).isEqualTo(first);
    assertThat(range(splits.validation())).isEqualTo(second);
    assertThat(range(splits.test())).isEqualTo(third);
  }

  @ParameterizedTest(name = "train {0}, validation {1}, test {2}: {3}, {4}, {5}")
  @CsvSource({
    "5, 0, , 0-4, , 5-19",
    "5, 3, , 0-4, 5-7, 8-19",
    "5, 3, 2, 0-4, 5-7, 8-9",
    ", 3, 2, 0-14, 15-17, 18-19",
    "15, 3, 2, 0-14, 15-17, 18-19"
  })
  void withoutATestSetOfItsOwn(
      Integer train, int validation, Integer test, String first, String second, String third) {
    Splits splits = Cut.cut(spec(train, validation, test, null), POOL, Optional.empty());

    assertThat(range(splits.train())).isEqualTo(first);
    assertThat(range(splits.validation())).isEqualTo(second);
    assertThat(range(splits.test())).isEqualTo(third);
  }

  @Test
  void seedShufflesAndLosesNoImage() {
    Splits splits = Cut.cut(spec(10, 4, null, 7L), POOL, Optional.empty());

    List<Integer> all = new ArrayList<>(images(splits.train()));
    all.addAll(images(splits.validation()));
    all.addAll(images(splits.test()));
    assertThat(all).isNotEqualTo(images(POOL)).containsExactlyInAnyOrderElementsOf(images(POOL));
    assertThat(splits.train().count()).isEqualTo(10);
    assertThat(splits.validation().count()).isEqualTo(4);
  }

  @Test
  void labelsGoWithTheirImages() {
    Splits splits = Cut.cut(spec(20 - 1, 0, null, 7L), POOL, Optional.empty());

    for (int i = 0; i < splits.train().count(); i++) {
      assertThat(splits.train().labels()[i]).isEqualTo((byte) (splits.train().pixels()[i] % 10));
    }
  }

  @Test
  void sameSeedGivesTheSameSplit() {
    String first = Cut.cut(spec(10, 4, null, 7L), POOL, Optional.empty()).sha256();

    assertThat(Cut.cut(spec(10, 4, null, 7L), POOL, Optional.empty()).sha256()).isEqualTo(first);
    assertThat(Cut.cut(spec(10, 4, null, 8L), POOL, Optional.empty()).sha256()).isNotEqualTo(first);
  }

  @Test
  void sizesOfTheSetsDoNotChangeTheOrder() {
    List<Integer> few = images(Cut.cut(spec(5, 0, null, 7L), POOL, Optional.empty()).train());
    List<Integer> more = images(Cut.cut(spec(15, 0, null, 7L), POOL, Optional.empty()).train());

    assertThat(more).startsWith(few.toArray(Integer[]::new));
  }

  @Test
  void digestTellsTheSetsApart() {
    String first = Cut.cut(spec(5, 3, 2, null), POOL, Optional.empty()).sha256();

    assertThat(Cut.cut(spec(5, 2, 3, null), POOL, Optional.empty()).sha256()).isNotEqualTo(first);
    assertThat(Cut.cut(spec(6, 2, 2, null), POOL, Optional.empty()).sha256()).isNotEqualTo(first);
  }

  @Test
  void aWholeSetIsNotCopied() {
    Splits splits = Cut.cut(spec(null, 0, null, null), POOL, Optional.of(TEST_SET));

    assertThat(splits.train()).isSameAs(POOL);
    assertThat(splits.test()).isSameAs(TEST_SET);
    assertThat(splits.validation().count()).isZero();
  }

  /** Made with Python: sha256 of struct.pack(">III", height, width, count) + pixels + labels. */
  @Test
  void digestIsAsDocumented() {
    Splits splits = Cut.cut(spec(2, 1, 1, null), POOL, Optional.empty());

    assertThat(splits.sha256())
        .isEqualTo("23062ec3bb2788e29a038c24defd11857a793e904d52a4a20cc82d444f48030c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "15 | 4 | 2 | `train + validation + test <= 20` must hold, but got 21 (dataset.train = 15,"
            + " dataset.validation = 4, dataset.test = 2, dataset.source = mnist)",
        "15 | 5 |   | `train + validation + 1 <= 20` must hold, but got 21"
            + " (dataset.train = 15, dataset.validation = 5, dataset.source = mnist)",
        "   | 0 | 20 | `1 + validation + test <= 20` must hold, but got 21"
            + " (dataset.test = 20, dataset.source = mnist)",
        "2147483647 | 2147483647 | 2147483647"
            + " | `train + validation + test <= 20` must hold, but got 6442450941"
            + " (dataset.train = 2147483647, dataset.validation = 2147483647,"
            + " dataset.test = 2147483647, dataset.source = mnist)",
        "   | 0 |   | `dataset.train or dataset.test is given` must hold, but got neither"
            + " (dataset.source = mnist)"
      })
  void moreImagesThanThereAreAreRefused(
      Integer train, int validation, Integer test, String message) {
    assertThatThrownBy(() -> Cut.cut(spec(train, validation, test, null), POOL, Optional.empty()))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "20 | 1 | | `train + validation <= 20` must hold, but got 21"
            + " (dataset.train = 20, dataset.validation = 1, dataset.source = mnist)",
        "   | 20 | | `1 + validation <= 20` must hold, but got 21"
            + " (dataset.validation = 20, dataset.source = mnist)",
        "20 | 0 | 11 | `test <= 10` must hold, but got 11"
            + " (dataset.train = 20, dataset.test = 11, dataset.source = mnist)"
      })
  void moreImagesThanTheTestSetLeavesAreRefused(
      Integer train, int validation, Integer test, String message) {
    assertThatThrownBy(
            () -> Cut.cut(spec(train, validation, test, null), POOL, Optional.of(TEST_SET)))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  private static ImageSet numbered(int first, int count) {
    byte[] pixels = new byte[count];
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      pixels[i] = (byte) (first + i);
      labels[i] = (byte) (i % 10);
    }
    return new ImageSet(1, 1, pixels, labels);
  }

  private static List<Integer> images(ImageSet set) {
    return IntStream.range(0, set.count()).mapToObj(i -> (int) set.pixels()[i]).toList();
  }

  /** First and last image, if all between are there. */
  private static String range(ImageSet set) {
    List<Integer> images = images(set);
    if (images.isEmpty()) {
      return null;
    }
    int first = images.get(0);
    assertThat(images).isEqualTo(IntStream.range(first, first + set.count()).boxed().toList());
    return first + "-" + (first + set.count() - 1);
  }

  private static DatasetSpec spec(Integer train, int validation, Integer test, Long seed) {
    return new DatasetSpec(
        Source.parse("mnist"),
        train == null ? OptionalInt.empty() : OptionalInt.of(train),
        validation,
        test == null ? OptionalInt.empty() : OptionalInt.of(test),
        seed == null ? OptionalLong.empty() : OptionalLong.of(seed));
  }
}
