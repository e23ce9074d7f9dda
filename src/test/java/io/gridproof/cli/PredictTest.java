package io.gridproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.gridproof.IdxFolder;
import io.gridproof.TestSpark;
import io.gridproof.results.ResultTables;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The verb {@code predict} with networks of real runs. */
@TestInstance(Lifecycle.PER_CLASS)
class PredictTest {
  private Path temporary;
  private Path images;
  private Path study;
  private String results;

  @BeforeAll
  void run(@TempDir Path folder) throws IOException {
    temporary = folder;
    images = IdxFolder.write(folder.resolve("images"), 300, 100);
    results = folder.resolve("results").toString();
    study =
        Files.writeString(
            folder.resolve("study.yaml"),
            """
            name: predicted
            dataset: {source: "idx:%s"}
            parameters:
              hidden: {value: [12, 8]}
              activation: {value: [sigmoid, tanh]}
              optimizer: {value: adam}
              learning_rate: {values: [0.02, 0.00001]}
              batch_size: {value: 20}
              epochs: {value: 20}
            record: {train_every: 100, test_every: 100, weights: true}
            """
                .formatted(images));
    CommandLineRun run = CommandLineRun.of("run", study.toString(), "--out", results);
    assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
  }

  static CommandLineRun predict(String results, String trial, String... arguments) {
    Stream<String> all =
        Stream.concat(Stream.of("predict", results, "--trial", trial), Stream.of(arguments));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  static List<String> csv(String results, String trial, String... inputs) {
    Stream<String> all = Stream.concat(Stream.of("--format", "csv"), Stream.of(inputs));
    CommandLineRun run = predict(results, trial, all.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
    return run.out().lines().toList();
  }

  private String only(String query) {
    ResultTables.open(TestSpark.session(), results).registerViews();
    return TestSpark.session().sql(query).first().get(0).toString();
  }

  private String best() {
    return only("SELECT trial_id FROM trials ORDER BY test_accuracy DESC LIMIT 1");
  }

  private String testImages() {
    return images.resolve("t10k-images-idx3-ubyte").toString();
  }

  @Test
  void theTestSetIsLabelledAsTheRunLabelledIt() throws IOException {
    byte[] labels = Files.readAllBytes(images.resolve("t10k-labels-idx1-ubyte"));
    List<String> rows = csv(results, best(), testImages());
    assertThat(rows).hasSize(101);
    long right =
        IntStream.range(0, 100)
            .filter(i -> rows.get(i + 1).split(",")[3].equals(String.valueOf(labels[8 + i])))
            .count();
    assertThat(right / 100.0)
        .isEqualTo(Double.parseDouble(only("SELECT max(test_accuracy) FROM trials")))
        .isGreaterThan(0.5);
  }

  @Test
  void probabilitiesAddUpAndTheHighestIsTheAnswer() {
    for (String row : csv(results, best(), testImages()).subList(1, 101)) {
      String[] cells = row.split(",");
      double[] p = Arrays.stream(cells, 5, 15).mapToDouble(Double::parseDouble).toArray();
      assertThat(Arrays.stream(p).sum()).isCloseTo(1, offset(1e-5));
      assertThat(p[Integer.parseInt(cells[3])])
          .isEqualTo(Arrays.stream(p).max().orElseThrow())
          .isEqualTo(Double.parseDouble(cells[4]));
    }
  }

  @Test
  void bestIsTheBestTrialOfTheStudy() {
    assertThat(csv(results, "best", testImages())).isEqualTo(csv(results, best(), testImages()));
  }

  @Test
  void gzipChangesNothing() throws IOException {
    Path gzip = temporary.resolve("images.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
      Files.copy(Path.of(testImages()), out);
    }
    assertThat(csv(results, "best", gzip.toString()).stream().map(PredictTest::withoutFile))
        .isEqualTo(
            csv(results, "best", testImages()).stream().map(PredictTest::withoutFile).toList());
  }

  private static String withoutFile(String row) {
    return row.substring(row.indexOf(','));
  }

  private Path png(String name, BufferedImage image) throws IOException {
    Path file = temporary.resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /** The first image of the test set. */
  private BufferedImage first(int factor, boolean inverted) throws IOException {
    byte[] idx = Files.readAllBytes(Path.of(testImages()));
    BufferedImage image = new BufferedImage(8 * factor, 8 * factor, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 8 * factor; y++) {
      for (int x = 0; x < 8 * factor; x++) {
        int value = idx[16 + y / factor * 8 + x / factor] & 0xff;
        image.getRaster().setSample(x, y, 0, inverted ? 255 - value : value);
      }
    }
    return image;
  }

  @Test
  void aPngOfTheSameImageGetsTheSameProbabilities() throws IOException {
    String expected = withoutFile(csv(results, "best", testImages()).get(1));
    Path plain = png("plain.png", first(1, false));
    Path large = png("large.png", first(5, true));
    CommandLineRun run =
        predict(results, "best", "--format", "csv", plain.toString(), large.toString());
    assertThat(run.out().lines().skip(1).map(PredictTest::withoutFile))
        .containsExactly(expected, expected);
    assertThat(run.err()).isEqualTo(large + ": scaled 40x40 to 8x8, inverted\n");
  }

  @Test
  void aTableNamesFilesWhereEachIsAnImage() throws IOException {
    Path plain = png("a.png", first(1, false));
    assertThat(predict(results, "best", plain.toString()).out().lines().findFirst().orElseThrow())
        .matches("file +predicted  probability +p0 +p1 +p2 +p3 +p4 +p5 +p6 +p7 +p8 +p9");
    assertThat(predict(results, "best", testImages()).out())
        .startsWith("index  predicted  probability");
  }

  @Test
  void jsonHasNullForWhatIsNotKnown() {
    assertThat(predict(results, "best", "--format", "json", testImages()).out().lines())
        .hasSize(100)
        .first()
        .asString()
        .startsWith(
            "{\"file\":\"" + testImages() + "\",\"index\":0,\"actual\":null,\"predicted\":");
  }

  private void isRefused(String message, CommandLineRun run) {
    assertThat(run.err()).isEqualTo("error: " + message.replace("$", temporary.toString()) + "\n");
    assertThat(run.status()).isEqualTo(Main.BAD_INPUT);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void anUnknownTrialIsRefused() {
    isRefused(
        "there is no trial 0123 in $/results; sql $/results -e \"SELECT trial_id FROM trials\""
            + " lists them",
        predict(results, "0123", testImages()));
  }

  @Test
  void aTrialThatDidNotFinishIsRefused() throws IOException {
    String out = temporary.resolve("slow").toString();
    CommandLineRun.of(
        "run", study.toString(), "--out", out, "--set", "limits.trial_minutes=0.0000001");
    ResultTables.open(TestSpark.session(), out).registerViews();
    String trial = TestSpark.session().sql("SELECT trial_id FROM trials").first().getString(0);
    isRefused(
        "`status = FINISHED` must hold for trial " + trial + ", but got TIMED_OUT",
        predict(out, trial, testImages()));
    isRefused("there is no FINISHED trial in $/slow", predict(out, "best", testImages()));
  }

  @Test
  void aTrialWithoutWeightsIsRefused() {
    String out = temporary.resolve("light").toString();
    CommandLineRun.of("run", study.toString(), "--out", out, "--set", "record.weights=false");
    CommandLineRun run = predict(out, "best", testImages());
    assertThat(run.err())
        .matches(
            "error: no weights of trial [0-9a-f]{16} are in .*/light: its study must say `record:"
                + " \\{weights: true}`\n");
    assertThat(run.status()).isEqualTo(Main.BAD_INPUT);
  }

  @Test
  void anUnusableInputIsRefused() throws IOException {
    Path labels = images.resolve("t10k-labels-idx1-ubyte");
    isRefused(
        "`rank = 3` must hold, but got 1 (" + labels + ")",
        predict(results, "best", labels.toString()));
    isRefused(
        "`path exists` must hold, but got nothing ($/none.png)",
        predict(results, "best", temporary + "/none.png"));
    isRefused(
        "`path exists` must hold, but got nothing ($/none.csv)",
        predict(results, "best", temporary + "/none.csv"));
    isRefused(
        "`input is a file` must hold, but got a folder ($/images)",
        predict(results, "best", images.toString()));
    Path text = Files.writeString(temporary.resolve("text.png"), "not a picture");
    CommandLineRun run = predict(results, "best", text.toString());
    assertThat(run.err())
        .startsWith("error: `file is a PNG image` must hold, but got ")
        .endsWith("(" + text + ")\n")
        .hasLineCount(1);
    assertThat(run.status()).isEqualTo(Main.BAD_INPUT);
  }

  @Test
  void aMistakeInTheLastInputLeavesNoOutput() throws IOException {
    isRefused(
        "`path exists` must hold, but got nothing ($/none)",
        predict(results, "best", testImages(), temporary + "/none"));
  }

  @Test
  void aTrialMustBeNamed() {
    isRefused(
        "Missing required option: '--trial=ID' (see submit.sh predict --help)",
        CommandLineRun.of("predict", results, testImages()));
  }
}
