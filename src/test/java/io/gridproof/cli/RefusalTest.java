package io.gridproof.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.IdxFolder;
import io.gridproof.TestSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of bad data and bad specification, from the command line: status 2, one line that says
 * what is wrong, and no results begun.
 */
class RefusalTest {
  private static final String IMAGES = "train-images-idx3-ubyte";
  private static final String LABELS = "train-labels-idx1-ubyte";

  private static final String STUDY =
      """
      name: bad
      dataset: {source: "SOURCE"}
      parameters:
        depth: {values: [1]}
        width: {value: 4}
        dropout: {value: 0}
        learning_rate: {value: 0.1}
        steps: {value: 2}
      """;

  @TempDir Path temporary;
  private Path images;

  /** A file of the data set, as it is and as it is made bad. */
  private record Damage(String file, UnaryOperator<byte[]> change) {}

  @BeforeEach
  void writeImages() throws IOException {
    images = IdxFolder.write(temporary.resolve("images"), 60, 20);
  }

  private void isRefused(String study, String part) throws IOException {
    Path file = Files.writeString(temporary.resolve("study.yaml"), study);
    Path out = temporary.resolve("out");
    CommandLineRun run = CommandLineRun.of("run", file.toString(), "--out", out.toString());
    assertThat(run.err()).startsWith("error: ").contains(part).hasLineCount(1);
    assertThat(run.status()).isEqualTo(Main.BAD_INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(out).doesNotExist();
  }

  private String studyOf(String source) {
    return STUDY.replace("SOURCE", source);
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        damage("cut off", IMAGES, b -> Arrays.copyOf(b, b.length - 1)),
        damage("trailing byte", IMAGES, b -> Arrays.copyOf(b, b.length + 1)),
        damage("wrong magic", IMAGES, b -> with(b, 0, 7)),
        damage("wrong element type", IMAGES, b -> with(b, 2, 9)),
        damage("wrong rank", IMAGES, b -> with(b, 3, 2)),
        damage(
            "product that overflows", IMAGES, b -> ByteBuffer.wrap(b).putInt(8, 1 << 30).array()),
        damage("counts that differ", LABELS, b -> ByteBuffer.wrap(b).putInt(4, 59).array()),
        damage("label out of range", LABELS, b -> with(b, 15, 12)),
        damage(
            "no images", IMAGES, b -> Arrays.copyOf(ByteBuffer.wrap(b).putInt(4, 0).array(), 16)),
        damage("empty file", LABELS, b -> new byte[0]),
        damage("gzip cut off", IMAGES + ".gz", b -> cut(gzip(b))),
        damage("no gzip", IMAGES + ".gz", b -> b),
        damage("gzip longer than its header", IMAGES + ".gz", b -> gzip(Arrays.copyOf(b, 99999))));
  }

  private static Arguments damage(String name, String file, UnaryOperator<byte[]> change) {
    return Arguments.of(Named.of(name, new Damage(file, change)));
  }

  private static byte[] with(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    return bytes;
  }

  private static byte[] cut(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return zipped.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("damages")
  void damagedIdxIsRefused(Damage damage) throws IOException {
    Path plain = images.resolve(damage.file.replace(".gz", ""));
    byte[] bytes = damage.change.apply(Files.readAllBytes(plain));
    Files.delete(plain);
    Files.write(images.resolve(damage.file), bytes);
    isRefused(studyOf("idx:" + images), damage.file.replaceFirst("-.*", ""));
  }

  static Stream<Arguments> csvs() {
    String header = "label," + columns(784, i -> "pixel" + i);
    String row = "3," + columns(784, i -> "0");
    return Stream.of(
        Arguments.of(
            Named.of("missing column", header.replace(",pixel783", "") + "\n" + row), "got 783"),
        Arguments.of(Named.of("extra column", header + ",more\n" + row + ",1"), "got more"),
        Arguments.of(
            Named.of(
                "another order", header.replace("pixel0,pixel1,", "pixel1,pixel0,") + "\n" + row),
            "name of column 3 of the header = pixel2"),
        Arguments.of(Named.of("short row", header + "\n" + row + "\n3,0,0"), "line 3"),
        Arguments.of(Named.of("text", header + "\n" + row.replaceFirst("0$", "x")), "pixel783"),
        Arguments.of(Named.of("negative", header + "\n" + row.replaceFirst("0$", "-1")), "got -1"),
        Arguments.of(
            Named.of("too bright", header + "\n" + row.replaceFirst("0$", "256")), "got 256"),
        Arguments.of(Named.of("label out of range", header + "\n1" + row), "got 13"),
        Arguments.of(Named.of("no rows", header + "\n"), "1 <= images"));
  }

  private static String columns(int count, IntFunction<String> name) {
    return IntStream.range(0, count).mapToObj(name).collect(joining(","));
  }

  @ParameterizedTest
  @MethodSource("csvs")
  void badCsvIsRefused(String text, String part) throws IOException {
    Path csv = Files.writeString(temporary.resolve("train.csv"), text);
    String study = studyOf("csv:" + csv).replace("\"}", "\", test: 1}");
    isRefused(study, part);
  }

  @Test
  void parquetWithoutTheColumnsIsRefused() throws IOException {
    Path parquet = temporary.resolve("numbers.parquet");
    TestSpark.session().range(3).write().parquet(parquet.toString());
    isRefused(studyOf("parquet:" + parquet).replace("\"}", "\", test: 1}"), "label");
  }

  @Test
  void sparkThatSkipsBadFilesIsRefused() throws IOException {
    String setting = "spark.sql.files.ignoreCorruptFiles";
    TestSpark.session().conf().set(setting, "true");
    try {
      isRefused(studyOf("idx:" + images), setting);
    } finally {
      TestSpark.session().conf().unset(setting);
    }
  }

  static Stream<Arguments> specifications() {
    String nested = "[".repeat(200) + "]".repeat(200);
    String many =
        "[" + IntStream.rangeClosed(1, 100).mapToObj(String::valueOf).collect(joining(",")) + "]";
    return Stream.of(
        change("not YAML", "name: bad", "name: [bad", "not YAML"),
        change("a tag", "name: bad", "name: !!javax.script.ScriptEngineManager []", "tag"),
        change("an anchor", "name: bad", "name: &a bad", "anchor"),
        change("deep nesting", "{value: 4}", nested, "50"),
        change(
            "megabytes",
            "name: bad",
            "name: bad\ndescription: " + "x".repeat(2_000_000),
            "1048576"),
        change("a duplicate key", "name: bad", "name: bad\nname: worse", "name"),
        change("an unknown key", "name: bad", "name: bad\nnaem: worse", "unknown key `naem`"),
        change("NaN", "value: 0.1", "value: .nan", "learning_rate"),
        change("dropout 1", "dropout: {value: 0}", "dropout: {value: 1}", "0 <= dropout < 1"),
        change("depth 0", "values: [1]", "values: [0]", "1 <= depth"),
        change("depth 1000000", "values: [1]", "values: [1000000]", "1 <= depth"),
        change("learning rate -1", "value: 0.1", "value: -1", "0 < learning_rate"),
        change("batch larger than the set", "steps:", "batch_size: {value: 61}\n  steps:", "61"),
        change(
            "a huge grid",
            "depth: {values: [1]}\n"
                + "  width: {value: 4}\n"
                + "  dropout: {value: 0}\n"
                + "  learning_rate: {value: 0.1}",
            "depth: {values: MANY}\n  width: {values: MANY}\n  batch_size: {values: MANY}\n  learning_rate: {values: MANY}"
                .replace("MANY", many),
            "points of the grid"),
        change("a name of 4 KB", "name: bad", "name: " + "x".repeat(4096), "name"));
  }

  private static Arguments change(String name, String from, String to, String part) {
    return Arguments.of(Named.of(name, STUDY.replace(from, to)), part);
  }

  @ParameterizedTest
  @MethodSource("specifications")
  void aBadSpecificationIsRefused(String study, String part) throws IOException {
    isRefused(study.replace("SOURCE", "idx:" + images), part);
  }
}
