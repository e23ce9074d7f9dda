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
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * CSV in every layout holds the same images as IDX, and what is wrong in it is said by line and
 * column.
 */
final class CsvImagesTest {
  private static final ImageSet SET = TestImages.random(3, 40, 28, 28);
  private static final String HEADER = TestImages.kaggleHeader();
  private static final String LINE = TestImages.kaggleLine(SET, 0);

  // Spark writes a path with a space as a URI in some places and as it is in others.
  @TempDir(factory = TestImages.SpacedFolder.class)
  private Path folder;

  @Test
  void holdsTheSameBytesAsIdx() {
    TestImages.write(folder.resolve("train.csv"), TestImages.kaggle(SET));

    Splits splits = load(folder.resolve("train.csv"));

    assertThat(splits.train().count()).isEqualTo(30);
    assertThat(splits.test().count()).isEqualTo(10);
    assertThat(splits.train().pixels()).isEqualTo(Arrays.copyOf(SET.pixels(), 30 * 784));
    assertThat(splits.train().labels()).isEqualTo(Arrays.copyOf(SET.labels(), 30));
    assertThat(splits.test().labels()).isEqualTo(Arrays.copyOfRange(SET.labels(), 30, 40));
  }

  static Stream<Arguments> layouts() {
    TestCsv kaggle = TestCsv.KAGGLE;
    List<TestCsv> layouts =
        List.of(
            kaggle,
            kaggle.withSeparator(";"),
            kaggle.withSeparator("\t").withNames("Class", i -> "pixel" + (i + 1)).withLabelAt(784),
            kaggle.withNames("label", i -> (i / 28 + 1) + "x" + (i % 28 + 1)),
            kaggle.withNames("label", "pixel%04d"::formatted).withLabelAt(784),
            kaggle.withNames("TARGET", String::valueOf).withLabelAt(300),
            kaggle.withNames("digit", "pixel%d"::formatted).withLabelAt(784),
            kaggle.withoutHeader(),
            kaggle.withoutHeader().withSeparator(";"),
            kaggle.withoutHeader().withSeparator("\t"));
    return layouts.stream()
        .flatMap(csv -> Stream.of("", ".gz", ".bz2").map(ending -> Arguments.of(csv, ending)));
  }

  @ParameterizedTest
  @MethodSource
  void layouts(TestCsv csv, String ending) {
    Path file = folder.resolve("train.csv" + ending);
    TestImages.write(file, TestCsv.compressed(csv.text(SET), ending));

    assertThat(load(file).sha256()).isEqualTo(sha256());
  }

  @Test
  void windowsLinesAndByteOrderMarkNeedNoHeader() {
    String text = TestCsv.KAGGLE.withoutHeader().text(SET).replace("\n", "\r\n");
    TestImages.write(folder.resolve("train.csv"), "\ufeff" + text);

    assertThat(load(folder.resolve("train.csv")).sha256()).isEqualTo(sha256());
  }

  @Test
  void theFirstColumnIsTakenForTheLabelAndThatIsSaid() {
    Path file = folder.resolve("train.csv");
    TestImages.write(file, TestCsv.KAGGLE.text(SET));
    assertThat(notes(file)).isEmpty();
    TestImages.write(file, TestCsv.KAGGLE.withoutHeader().text(SET));
    assertThat(notes(file))
        .containsExactly("csv:" + file + ": no header; took the first column for the label");
  }

  /** As in MNIST, where the first pixel is always dark. */
  @Test
  void aFirstColumnThatIsAlwaysTheSameIsNotTakenForTheLabel() {
    ImageSet dark = new ImageSet(28, 28, new byte[40 * 784], SET.labels());
    Path file = folder.resolve("train.csv");
    TestImages.write(file, TestCsv.KAGGLE.withLabelAt(784).withoutHeader().text(dark));

    refuses(
        file,
        "`two images have different labels` must hold, but got 0 everywhere; no header; took the"
            + " first column for the label (csv:"
            + file
            + ")");
  }

  @Test
  void imagesWithoutLabelsTrainNothing() {
    Path file = folder.resolve("test.csv");
    TestImages.write(file, HEADER.replace("label,", "") + "\n" + LINE.substring(2) + "\n");

    refuses(
        file,
        "`one column is the label` must hold, but got separated by commas, a header, no label,"
            + " 28 x 28 pixels ("
            + file
            + ")");
  }

  @Test
  void rowsAndColumnsOfTheNamesAreThoseOfTheImages() {
    ImageSet wide = TestImages.random(4, 40, 2, 3);
    Path file = folder.resolve("train.csv");
    TestCsv csv = TestCsv.KAGGLE.withNames("label", i -> (i / 3 + 1) + "x" + (i % 3 + 1));
    TestImages.write(file, csv.text(wide));

    Splits splits = load(file);

    assertThat(splits.train().height()).isEqualTo(2);
    assertThat(splits.train().width()).isEqualTo(3);
    assertThat(splits.train().pixels()).isEqualTo(Arrays.copyOf(wide.pixels(), 30 * 6));
  }

  @Test
  void filesOfAFolderHaveOneLayout() {
    TestImages.write(folder.resolve("all/part-1.csv"), TestCsv.KAGGLE.text(SET));
    Path second = folder.resolve("all/part-2.csv");
    TestImages.write(second, TestCsv.KAGGLE.withoutHeader().text(SET));

    refuses(
        folder.resolve("all"),
        "`layout is that of part-1.csv: separated by commas, a header, label in column 1, 28 x 28"
            + " pixels` must hold, but got separated by commas, no header, column 1 taken for the"
            + " label, 28 x 28 pixels ("
            + second
            + ", line 1)");
  }

  /** Spark reads a large bzip2 file in several tasks. */
  @Test
  void bzip2ThatSeveralTasksReadIsInOrder() {
    ImageSet large = TestImages.random(5, 400, 28, 28);
    TestImages.write(folder.resolve("train.csv"), TestCsv.KAGGLE.text(large));
    String whole = load(folder.resolve("train.csv")).sha256();
    Path file = folder.resolve("train.csv.bz2");
    TestImages.write(file, TestCsv.compressed(TestCsv.KAGGLE.text(large), ".bz2"));

    assertThat(inSmallPieces(() -> load(file).sha256())).isEqualTo(whole);
  }

  @Test
  void fileThatSeveralTasksReadIsInOrder() {
    TestImages.write(folder.resolve("train.csv"), TestImages.kaggle(SET));
    String whole = load(folder.resolve("train.csv")).sha256();

    assertThat(inSmallPieces(() -> load(folder.resolve("train.csv")).sha256())).isEqualTo(whole);
  }

  private static String inSmallPieces(Supplier<String> load) {
    var spark = TestSpark.session();
    spark.conf().set("spark.sql.files.maxPartitionBytes", "10000");
    try {
      return load.get();
    } finally {
      spark.conf().unset("spark.sql.files.maxPartitionBytes");
    }
  }

  @Test
  void filesOfAFolderFollowEachOtherByName() {
    String[] lines = TestImages.kaggle(SET).split("\n");
    String first = String.join("\n", Arrays.copyOfRange(lines, 0, 11));
    String second = HEADER + "\n" + String.join("\n", Arrays.copyOfRange(lines, 11, 41));
    TestImages.write(folder.resolve("all/part-2.csv"), second);
    TestImages.write(folder.resolve("all/part-1.csv"), first);
    TestImages.write(folder.resolve("train.csv"), TestImages.kaggle(SET));

    assertThat(load(folder.resolve("all")).sha256())
        .isEqualTo(load(folder.resolve("train.csv")).sha256());
  }

  @Test
  void windowsLinesQuotesAndBlankLinesAreRead() {
    TestImages.write(folder.resolve("train.csv"), TestImages.kaggle(SET));
    String quoted = '"' + HEADER.replace(",", "\",\"") + '"';
    String text = TestImages.kaggle(SET).replace(HEADER, quoted).replace("\n", "\r\n") + "\r\n";
    TestImages.write(folder.resolve("other.csv"), text);

    assertThat(load(folder.resolve("other.csv")).sha256())
        .isEqualTo(load(folder.resolve("train.csv")).sha256());
  }

  @Test
  void pixelsMayHaveFractionsOfZeros() {
    String decimals = LINE.replace(",", ".0,") + ".00";
    TestImages.write(folder.resolve("train.csv"), TestImages.kaggle(SET).replace(LINE, decimals));

    assertThat(load(folder.resolve("train.csv")).sha256()).isEqualTo(sha256());
  }

  static Stream<Arguments> mistakes() {
    String swapped = HEADER.replace("pixel0,pixel1,", "pixel1,pixel0,");
    return Stream.of(
        bad(
            "",
            "",
            "`values are separated by commas, semicolons or tabs` must hold, but got nothing",
            1),
        bad(
            LINE.replaceFirst(",\\d+", ","),
            LINE,
            "`pixel0 is a whole number from 0 to 255` must hold, but got nothing",
            1),
        bad(
            swapped,
            LINE,
            "`name of column 3 of the header = pixel2` must hold, but got pixel0",
            1),
        bad(
            HEADER.replace(",pixel783", ""),
            LINE,
            "`pixels = height * height` must hold, but got 783",
            1),
        bad(
            LINE + ",0",
            LINE,
            "`columns = a label and height * height pixels` must hold, but got 786",
            1),
        bad(HEADER, cut(LINE), "`columns = 785` must hold, but got 784", 3),
        bad(HEADER, LINE + ",0", "`columns = 785` must hold, but got 786", 3),
        bad(HEADER, LINE + ",", "`columns = 785` must hold, but got 786", 3),
        bad(HEADER, "12" + LINE.substring(1), "`0 <= label < 10` must hold, but got 12", 3),
        bad(HEADER, "-1" + LINE.substring(1), "`0 <= label < 10` must hold, but got -1", 3),
        bad(HEADER, LINE.substring(1), "`0 <= label < 10` must hold, but got nothing", 3),
        bad(HEADER, "#" + LINE, "`0 <= label < 10` must hold, but got #" + SET.labels()[0], 3),
        bad(
            HEADER,
            cut(LINE) + ",256",
            "`pixel783 is a whole number from 0 to 255` must hold, but got 256",
            3),
        bad(
            HEADER,
            cut(LINE) + ",-3",
            "`pixel783 is a whole number from 0 to 255` must hold, but got -3",
            3),
        bad(
            HEADER,
            cut(LINE) + ",1.5",
            "`pixel783 is a whole number from 0 to 255` must hold, but got 1.5",
            3),
        bad(
            HEADER,
            cut(LINE) + ",ink",
            "`pixel783 is a whole number from 0 to 255` must hold, but got ink",
            3),
        bad(
            HEADER,
            cut(LINE) + ",",
            "`pixel783 is a whole number from 0 to 255` must hold, but got nothing",
            3),
        bad(
            HEADER,
            cut(LINE) + ",99999999999999999999",
            "`pixel783 is a whole number from 0 to 255` must hold, but got 99999999999999999999",
            3),
        bad(HEADER, HEADER, "`0 <= label < 10` must hold, but got label", 3));
  }

  private static Arguments bad(String header, String line, String message, int number) {
    return Arguments.of(header, line, message, number);
  }

  private static String cut(String line) {
    return line.substring(0, line.lastIndexOf(','));
  }

  @ParameterizedTest(name = "{2}, line {3}")
  @MethodSource
  void mistakes(String header, String line, String message, int number) {
    Path file = folder.resolve("train.csv");
    TestImages.write(file, String.join("\n", header, LINE, line, LINE, "-1,of no interest", ""));

    refuses(file, message + " (" + file + ", line " + number + ")");
  }

  @Test
  void blankLinesCountAsLines() {
    Path file = folder.resolve("train.csv");
    TestImages.write(file, String.join("\n", HEADER, "", LINE, "  ", "x" + LINE));

    refuses(
        file,
        "`0 <= label < 10` must hold, but got x%d (%s, line 5)".formatted(SET.labels()[0], file));
  }

  @Test
  void headerAloneIsEmpty() {
    Path file = folder.resolve("train.csv");
    TestImages.write(file, HEADER + "\n");

    refuses(file, "`1 <= images` must hold, but got 0 (csv:" + file + ")");
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of(".gz", "`file is whole gzip` must hold, but got Unexpected end of ZLIB"),
        Arguments.of(".bz2", "`file is whole bzip2` must hold, but got "));
  }

  @ParameterizedTest
  @MethodSource
  void broken(String ending, String message) {
    Path file = folder.resolve("train.csv" + ending);
    byte[] whole = TestCsv.compressed(TestImages.kaggle(SET), ending);
    byte[] changed = whole.clone();
    changed[whole.length / 2] ^= 1;
    for (byte[] content : List.of(Arrays.copyOf(whole, whole.length / 2), changed)) {
      TestImages.write(file, content);
      assertThatThrownBy(() -> load(file))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(message.substring(0, message.indexOf("got ") + 4))
          .hasMessageEndingWith("(" + file + ")");
    }
  }

  @Test
  void aBombIsNotFollowed() {
    Path line = folder.resolve("line.csv.gz");
    TestImages.write(line, TestImages.gzip(new byte[1 << 24]));
    refuses(line, "`bytes of a line <= 1048576` must hold, but got more (" + line + ", line 1)");

    byte[] breaks = new byte[1 << 22];
    Arrays.fill(breaks, (byte) '\n');
    Path lines = folder.resolve("lines.csv.gz");
    byte[] content =
        (LINE + "\n" + new String(breaks, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    TestImages.write(lines, TestImages.gzip(content));
    refuses(lines, "`lines <= 2739137` must hold, but got more (" + lines + ")");
  }

  @Test
  void aLongLineBehindTheHeaderIsRefused() throws IOException {
    Path file = folder.resolve("train.csv");
    TestImages.write(file, TestImages.kaggle(SET).getBytes(StandardCharsets.UTF_8));
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1 << 24);
    }

    assertThatThrownBy(() -> load(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("`bytes of a line <= 1048576` must hold, but got more (" + file);
  }

  @Test
  void missingFile() {
    Path file = folder.resolve("none.csv");

    refuses(file, "`path exists` must hold, but got nothing (" + file + ")");
  }

  private static void refuses(Path file, String message) {
    assertThatThrownBy(() -> load(file)).isInstanceOf(InputException.class).hasMessage(message);
  }

  private String sha256() {
    Path file = folder.resolve("kaggle.csv");
    TestImages.write(file, TestImages.kaggle(SET));
    return load(file).sha256();
  }

  private static Splits load(Path path) {
    return load(path, note -> {});
  }

  private static List<String> notes(Path path) {
    List<String> notes = new ArrayList<>();
    load(path, notes::add);
    return notes;
  }

  private static Splits load(Path path, Consumer<String> notes) {
    Source source = new Source(Kind.CSV, path.toString());
    DatasetSpec spec =
        new DatasetSpec(source, OptionalInt.empty(), 0, OptionalInt.of(10), OptionalLong.empty());
    return Datasets.load(TestSpark.session(), spec, notes);
  }
}
