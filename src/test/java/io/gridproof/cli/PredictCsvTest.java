package io.gridproof.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.IdxFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * The verb {@code predict} with CSV files, on a network that was trained on one of Kaggle's layout.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PredictCsvTest {
  private static final int PIXELS = 28 * 28;
  private static final String HEADER =
      IntStream.range(0, PIXELS).mapToObj(i -> "pixel" + i).collect(joining(","));

  private Path temporary;
  private Path train;
  private String results;

  @BeforeAll
  void run(@TempDir Path folder) throws IOException {
    temporary = folder;
    train = labelled("train.csv", 60, 10);
    results = folder.resolve("results").toString();
    Path study =
        Files.writeString(
            folder.resolve("study.yaml"),
            """
            name: kaggle
            dataset: {source: "csv:%s", test: 20, split_seed: 1}
            parameters:
              hidden: {value: [12]}
              activation: {value: tanh}
              optimizer: {value: adam}
              learning_rate: {value: 0.02}
              batch_size: {value: 20}
              epochs: {value: 20}
            record: {train_every: 100, test_every: 100, weights: true}
            """
                .formatted(train));
    CommandLineRun run = CommandLineRun.of("run", study.toString(), "--out", results);
    assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
  }

  /** The pixels of image i, those of ten classes that nobody could confuse. */
  private static String pixels(int i) {
    return IntStream.range(0, PIXELS)
        .mapToObj(pixel -> String.valueOf(pixel % 10 == i % 10 ? 255 : i % 7))
        .collect(joining(","));
  }

  private Path labelled(String name, int images, int labels) throws IOException {
    return Files.writeString(
        temporary.resolve(name),
        IntStream.range(0, images)
            .mapToObj(i -> i % labels + "," + pixels(i) + "\n")
            .collect(joining("", "label," + HEADER + "\n", "")));
  }

  private Path unlabelled(String name, String header, int images) throws IOException {
    return Files.writeString(
        temporary.resolve(name),
        IntStream.range(0, images)
            .mapToObj(i -> pixels(i) + "\n")
            .collect(joining("", header + "\n", "")));
  }

  @Test
  void labelsStandBesideTheAnswersAndTheirShareAtTheEnd() throws IOException {
    assertThat(PredictTest.predict(results, "best", train.toString()).out())
        .startsWith("index  actual  predicted  probability")
        .endsWith("\naccuracy 1.0000: 60 of 60\n");
    Path zeros = labelled("zeros.csv", 10, 1);
    assertThat(PredictTest.predict(results, "best", zeros.toString()).out())
        .endsWith("\naccuracy 0.1000: 1 of 10\n");
  }

  @Test
  void theShareIsNoRowOfACsv() {
    CommandLineRun run = PredictTest.predict(results, "best", "--format", "csv", train.toString());
    assertThat(run.out()).hasLineCount(61).doesNotContain("accuracy");
    assertThat(run.err()).isEqualTo("accuracy 1.0000: 60 of 60\n");
  }

  @Test
  void aFileNeedsNoLabels() throws IOException {
    Path test = unlabelled("test.csv", HEADER, 20);
    List<String> rows = PredictTest.csv(results, "best", test.toString());
    assertThat(rows).hasSize(21);
    assertThat(rows.get(4)).startsWith(test + ",3,,3,0.");
  }

  @Test
  void aFileNeedsNoHeader() throws IOException {
    Path test = Files.writeString(temporary.resolve("bare.tsv"), pixels(3).replace(',', '\t'));
    assertThat(PredictTest.csv(results, "best", test.toString()).get(1))
        .startsWith(test + ",0,,3,0.");
    Path labelled = Files.writeString(temporary.resolve("bare.csv"), "7," + pixels(7) + "\n");
    CommandLineRun run =
        PredictTest.predict(results, "best", "--format", "csv", labelled.toString());
    assertThat(run.out().lines().skip(1).findFirst().orElseThrow())
        .startsWith(labelled + ",0,7,7,0.");
    assertThat(run.err())
        .startsWith(labelled + ": no header; took the first column for the label\n");
  }

  @Test
  void aMissingColumnIsRefused() throws IOException {
    Path missing = unlabelled("missing.csv", HEADER.replace("pixel7,", ""), 1);
    assertThat(PredictTest.predict(results, "best", missing.toString()).err())
        .isEqualTo(
            "error: `name of column 8 of the header = pixel7` must hold, but got pixel8 ("
                + missing
                + ", line 1)\n");
  }

  @Test
  void aMissingValueIsRefused() throws IOException {
    Path cut = unlabelled("cut.csv", HEADER, 1);
    Files.writeString(cut, Files.readString(cut) + "1,2,3\n");
    assertThat(PredictTest.predict(results, "best", cut.toString()).err())
        .isEqualTo("error: `columns = 784` must hold, but got 3 (" + cut + ", line 3)\n");
  }

  @Test
  void imagesOfAnotherSizeAreRefused() throws IOException {
    Path idx = IdxFolder.write(temporary.resolve("small"), 10, 10);
    String small = idx.resolve("t10k-images-idx3-ubyte").toString();
    assertThat(PredictTest.predict(results, "best", small).err())
        .isEqualTo("error: `pixels of an image = 784` must hold, but got 8 x 8 (" + small + ")\n");
  }
}
