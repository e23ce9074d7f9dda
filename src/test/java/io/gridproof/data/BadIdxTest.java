package io.gridproof.data;

import static io.gridproof.data.TestImages.gzip;
import static io.gridproof.data.TestImages.idx;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridproof.TestSpark;
import io.gridproof.nn.ImageSet;
import io.gridproof.study.InputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with an IDX folder is said in one line before Spark reads it. */
final class BadIdxTest {
  private static final ImageSet SET = TestImages.random(1, 4, 2, 2);
  private static final byte[] IMAGES = TestImages.images(SET);
  private static final byte[] LABELS = TestImages.labels(SET);
  private static final String IMAGES_FILE = TestImages.TRAIN_IMAGES;
  private static final String LABELS_FILE = TestImages.TRAIN_LABELS;

  @TempDir private Path folder;

  static Stream<Arguments> badFiles() {
    byte[] corrupt = gzip(IMAGES);
    corrupt[corrupt.length - 8] ^= 1; // the check sum
    return Stream.of(
        bad("no bytes", IMAGES_FILE, new byte[0], "`16 <= bytes` must hold, but got 0"),
        bad(
            "header cut short",
            IMAGES_FILE,
            Arrays.copyOf(IMAGES, 15),
            "`16 <= bytes` must hold, but got 15"),
        bad(
            "a gzip without its ending",
            IMAGES_FILE,
            gzip(IMAGES),
            "`first two bytes = 0x0000` must hold, but got 0x1f8b"),
        bad(
            "integers",
            IMAGES_FILE,
            idx(0x0C03, new byte[16], 1, 2, 2),
            "`element type = 0x08 (unsigned byte)` must hold, but got 0x0c (int); convert the"
                + " pixels to whole numbers from 0 to 255"),
        bad(
            "labels that are no whole numbers",
            LABELS_FILE,
            idx(0x0D01, new byte[16], 4),
            "`element type is 0x08, 0x09, 0x0b or 0x0c, of whole numbers` must hold, but got 0x0d"
                + " (float)"),
        bad("labels as images", IMAGES_FILE, LABELS, "`rank = 3` must hold, but got 1"),
        bad("images as labels", LABELS_FILE, IMAGES, "`rank = 1` must hold, but got 3"),
        bad(
            "no images",
            IMAGES_FILE,
            idx(0x0803, new byte[0], 0, 2, 2),
            "`1 <= items` must hold, but got 0"),
        bad(
            "no width",
            IMAGES_FILE,
            idx(0x0803, new byte[0], 4, 2, 0),
            "`1 <= width` must hold, but got 0"),
        bad(
            "sizes whose product overflows",
            IMAGES_FILE,
            idx(0x0803, new byte[16], 1 << 16, 1 << 16, 1 << 16),
            "`items * height * width <= 2147483639` must hold, but got 281474976710656"),
        bad(
            "sizes whose product overflows to the length of the file",
            IMAGES_FILE,
            idx(0x0803, new byte[0], 1 << 31, 2, 1),
            "`items * height * width <= 2147483639` must hold, but got 4294967296"),
        bad(
            "truncated",
            IMAGES_FILE,
            Arrays.copyOf(IMAGES, 31),
            "`bytes = 32` must hold, but got 31"),
        bad(
            "trailing byte",
            IMAGES_FILE,
            Arrays.copyOf(IMAGES, 33),
            "`bytes = 32` must hold, but got 33"),
        bad(
            "truncated gzip",
            IMAGES_FILE + ".gz",
            Arrays.copyOf(gzip(IMAGES), 30),
            "`file is whole gzip` must hold, but got Unexpected end of ZLIB input stream"),
        bad(
            "corrupt gzip",
            IMAGES_FILE + ".gz",
            corrupt,
            "`file is whole gzip` must hold, but got Corrupt GZIP trailer"),
        bad(
            "no gzip",
            IMAGES_FILE + ".gz",
            IMAGES,
            "`file is whole gzip` must hold, but got Not in GZIP format"),
        bad(
            "gzip that expands to less than its header's size",
            IMAGES_FILE + ".gz",
            gzip(Arrays.copyOf(IMAGES, 31)),
            "`bytes = 32` must hold, but got 31"),
        bad(
            "gzip that expands beyond its header's size",
            IMAGES_FILE + ".gz",
            gzip(Arrays.copyOf(IMAGES, 1 << 24)),
            "`bytes = 32` must hold, but got more"));
  }

  private static Arguments bad(String what, String file, byte[] content, String message) {
    return Arguments.of(what, file, content, message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void badFiles(String what, String file, byte[] content, String message) {
    TestImages.writeIdx(folder, SET, SET);
    if (file.endsWith(".gz")) {
      TestImages.delete(folder.resolve(file.replace(".gz", "")));
    }
    TestImages.write(folder.resolve(file), content);

    refuses(message + " (" + folder.resolve(file) + ")");
  }

  @Test
  void wrongLabel() {
    TestImages.writeIdx(folder, SET, SET);
    byte[] labels = LABELS.clone();
    labels[8 + 3] = 12;
    TestImages.write(folder.resolve(LABELS_FILE), labels);

    refuses(
        "`0 <= label < 10` must hold, but got 12 (" + folder.resolve(LABELS_FILE) + ", item 3)");
  }

  @Test
  void otherCountOfLabels() {
    TestImages.writeIdx(folder, SET, SET);
    TestImages.write(folder.resolve(LABELS_FILE), idx(0x0801, new byte[3], 3));

    refuses(
        "`labels = images = 4` must hold, but got 3 (%s, %s)"
            .formatted(folder.resolve(LABELS_FILE), folder.resolve(IMAGES_FILE)));
  }

  @Test
  void missingFile() {
    TestImages.writeIdx(folder, SET, SET);
    TestImages.delete(folder.resolve(LABELS_FILE));

    refuses(
        "`%s or %s exists, plain or as .gz` must hold, but got neither (%s)"
            .formatted(LABELS_FILE, LABELS_FILE.replace("-idx", ".idx"), folder));
  }

  @Test
  void missingFolder() {
    assertThatThrownBy(() -> load(folder.resolve("none")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "`%s or %s exists, plain or as .gz` must hold, but got no folder (%s/none)"
                .formatted(IMAGES_FILE, IMAGES_FILE.replace("-idx", ".idx"), folder));
  }

  private void refuses(String message) {
    assertThatThrownBy(() -> load(folder)).isInstanceOf(InputException.class).hasMessage(message);
  }

  private static long load(Path folder) {
    return TestSpark.session().read().format("idx").load(folder.toString()).count();
  }
}
