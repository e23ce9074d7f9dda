package io.gridproof.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gridproof.TestSpark;
import io.gridproof.data.Analysis.LabelCount;
import io.gridproof.data.Analysis.Outlier;
import io.gridproof.data.Analysis.Pixels;
import io.gridproof.data.Analysis.Split;
import io.gridproof.nn.ImageSet;
import io.gridproof.study.DatasetSpec.Source;
import io.gridproof.study.DatasetSpec.Source.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures that can be checked in the head: 100 images of 2 x 1 pixels, all dark but one. */
final class AnalystTest {
  private static final int BRIGHT = 37;

  @TempDir private Path folder;
  private Analysis analysis;

  @BeforeEach
  void analyse() {
    byte[] pixels = new byte[200];
    byte[] labels = new byte[100];
    for (int i = 0; i < 100; i++) {
      pixels[2 * i] = 10;
      labels[i] = (byte) (i < 60 ? 7 : 2);
    }
    pixels[2 * BRIGHT + 1] = (byte) 200;
    ImageSet train = new ImageSet(2, 1, pixels, labels);
    TestImages.writeIdx(folder, train, TestImages.random(1, 4, 2, 1));
    analysis = Analyst.analyse(TestSpark.session(), new Source(Kind.IDX, folder.toString()));
  }

  @Test
  void figuresAreThoseOfTheImages() {
    Split train = analysis.splits().get(0);

    assertThat(train.name()).isEqualTo("train");
    assertThat(train.images()).isEqualTo(100);
    assertThat(train.labels()).containsExactly(new LabelCount(2, 40), new LabelCount(7, 60));
    Pixels pixels = train.pixels();
    assertThat(pixels.least()).isZero();
    assertThat(pixels.most()).isEqualTo(200);
    assertThat(pixels.mean()).isEqualTo(6);
    assertThat(pixels.deviation()).isCloseTo(Math.sqrt(250 - 36), within(1e-12));
    assertThat(pixels.constant()).isEqualTo(1);
    assertThat(train.ink().mean()).isEqualTo(6);
    assertThat(train.ink().deviation()).isCloseTo(Math.sqrt(99), within(1e-12));
  }

  @Test
  void outlierIsNamed() {
    Split train = analysis.splits().get(0);

    assertThat(train.ink().outliers()).isEqualTo(1);
    Outlier outlier = train.outliers().get(0);
    assertThat(outlier.index()).isEqualTo(BRIGHT);
    assertThat(outlier.label()).isEqualTo(7);
    assertThat(outlier.ink()).isEqualTo(105);
    assertThat(outlier.deviations()).isCloseTo(99 / Math.sqrt(99), within(1e-12));
  }

  @Test
  void sampleIsTheFirstOfItsLabel() {
    assertThat(analysis.samples()).extracting(Analysis.Sample::label).containsExactly(2, 7);
    assertThat(analysis.samples().get(1).pixels()).containsExactly(10, 0);
  }

  @Test
  void testSetIsDescribedToo() {
    assertThat(analysis.splits()).hasSize(2);
    assertThat(analysis.splits().get(1).images()).isEqualTo(4);
  }

  /** Their mean may differ from each of them by a rounding, and their deviation is 0. */
  @Test
  void imagesOfEqualInkHaveNoOutliers() {
    byte[] pixels = new byte[300];
    for (int i = 0; i < 300; i += 3) {
      pixels[i + i / 3 % 3] = 50;
    }
    ImageSet alike = new ImageSet(3, 1, pixels, new byte[100]);
    TestImages.writeIdx(folder, alike, alike);

    Analysis equal = Analyst.analyse(TestSpark.session(), new Source(Kind.IDX, folder.toString()));

    assertThat(equal.splits().get(0).ink().outliers()).isZero();
  }
}
