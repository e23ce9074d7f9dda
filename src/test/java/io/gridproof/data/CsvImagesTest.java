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
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kaggle's CSV holds the same images as IDX, and what is wrong in it is said by line and column.
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

  @Test
  void gzipIsReadAlike() {
    TestImages.write(folder.resolve("train.csv"), TestImages.kaggle(SET));
    String plain = load(folder.resolve("train.csv")).sha256();
    TestImages.gzipInPlace(folder.resolve("train.csv"));

    assertThat(load(folder.resolve("train.csv.gz")).sha256()).isEqualTo(plain);
  }

  @Test
  void fileThatSeveralTasksReadIsInOrder() {
    TestImages.write(folder.resolve("train.csv"), TestImages.kaggle(SET));
    String whole = load(folder.resolve("train.csv")).sha256();
    var spark = TestSpark.session();
    spark.conf().set("spark.sql.files.maxPartitionBytes", "10000");
    try {
      assertThat(load(folder.resolve("train.csv")).sha256()).isEqualTo(whole);
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
  void pixelsMayBeNamedByRowAndColumnAndHaveFractionsOfZeros() {
    TestImages.write(folder.resolve("train.csv"), TestImages.kaggle(SET));
    StringBuilder header = new StringBuilder("label");
    for (int row = 1; row <= 28; row++) {
      for (int column = 1; column <= 28; column++) {
        header.append(",").append(row).append("x").append(column);
      }
    }
    String decimals = TestImages.kaggle(SET).replace(HEADER, "").replace(",", ".0,");
    TestImages.write(
        folder.resolve("other.csv"), header + decimals.replace("\n", ".00\n").substring(3));

    assertThat(load(folder.resolve("other.csv")).sha256())
        .isEqualTo(load(folder.resolve("train.csv")).sha256());
  }

  static Stream<Arguments> mistakes() {
    String swapped = HEADER.replace("pixel0,pixel1,", "pixel1,pixel0,");
    return Stream.of(
        bad("", "", "`columns = 785` must hold, but got 0", 1),
        bad(LINE, LINE, "`column 1 = label` must hold, but got " + SET.labels()[0], 1),
        bad(swapped, LINE, "`column 2 = pixel0` must hold, but got pixel1", 1),
        bad(HEADER.replace(",pixel783", ""), LINE, "`columns = 785` must hold, but got 784", 1),
        bad(HEADER + ",pixel784", LINE, "`columns = 785` must hold, but got 786", 1),
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

  @Test
  void brokenGzip() {
    Path file = folder.resolve("train.csv.gz");
    byte[] gzip = TestImages.gzip(TestImages.kaggle(SET).getBytes(StandardCharsets.UTF_8));
    TestImages.write(file, Arrays.copyOf(gzip, gzip.length / 2));

    refuses(
        file,
        "`file is whole gzip` must hold, but got Unexpected end of ZLIB input stream (%s)"
            .formatted(file));
  }

  @Test
  void aBombIsNotFollowed() {
    Path line = folder.resolve("line.csv.gz");
    TestImages.write(line, TestImages.gzip(new byte[1 << 24]));
    refuses(line, "`bytes of a line <= 1048576` must hold, but got more (" + line + ", line 1)");

    byte[] breaks = new byte[1 << 22];
    Arrays.fill(breaks, (byte) '\n');
    Path lines = folder.resolve("lines.csv.gz");
    TestImages.write(lines, TestImages.gzip(breaks));
    refuses(lines, "`lines <= 2739138` must hold, but got more (" + lines + ")");
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

  private static Splits load(Path path) {
    Source source = new Source(Kind.CSV, path.toString());
    DatasetSpec spec =
        new DatasetSpec(source, OptionalInt.empty(), 0, OptionalInt.of(10), OptionalLong.empty());
    return Datasets.load(TestSpark.session(), spec);
  }
}
