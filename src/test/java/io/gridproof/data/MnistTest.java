package io.gridproof.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.TestSpark;
import io.gridproof.data.Analysis.Split;
import io.gridproof.nn.Splits;
import io.gridproof.study.DatasetSpec;
import io.gridproof.study.DatasetSpec.Source;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The real MNIST, fetched unless it is in the cache; its figures are known from elsewhere. */
final class MnistTest {
  private static final Source MNIST = Source.parse("mnist");

  @Test
  void hasTheKnownImages() {
    DatasetSpec whole =
        new DatasetSpec(MNIST, OptionalInt.empty(), 0, OptionalInt.empty(), OptionalLong.empty());

    Splits splits = Datasets.load(TestSpark.session(), whole);

    assertThat(splits.train().count()).isEqualTo(60_000);
    assertThat(splits.test().count()).isEqualTo(10_000);
    assertThat(splits.train().labels()).startsWith(5, 0, 4, 1, 9, 2, 1, 3, 1, 4);
    assertThat(splits.sha256())
        .isEqualTo("a1ed43991d91cc795eabaf18cc9668be862ae640199ab90c73bd3b9e4ced1f85");
  }

  @Test
  void isDescribedByTheKnownFigures() {
    Analysis analysis = Analyst.analyse(TestSpark.session(), MNIST);

    Split train = analysis.splits().get(0);
    assertThat(train.labels())
        .extracting(Analysis.LabelCount::images)
        .containsExactly(5923L, 6742L, 5958L, 6131L, 5842L, 5421L, 5918L, 6265L, 5851L, 5949L);
    assertThat(
            String.format(
                "%.4f %.4f", train.pixels().mean() / 255, train.pixels().deviation() / 255))
        .isEqualTo("0.1307 0.3081");
    assertThat(train.pixels().constant()).isEqualTo(67);
    assertThat(analysis.splits().get(1).images()).isEqualTo(10_000);
    assertThat(analysis.files())
        .extracting(Analysis.StoredFile::sha256)
        .containsExactlyElementsOf(
            KnownSet.MNIST.files().stream().map(KnownSet.PinnedFile::sha256).toList());
  }
}
