package io.gridproof.cli;

import static org.apache.spark.sql.functions.array_repeat;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.IdxFolder;
import io.gridproof.TestSpark;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small files of a stranger that claim to be huge or become it, and results that hold more than
 * results or lead elsewhere: what the real entry point says is one line, and nothing was made.
 */
class BombTest {
  private static final String CSV_HEADER = "label,pixel0\n";

  @TempDir Path temporary;
  private Path images;
  private Path study;

  @BeforeEach
  void writeStudy() throws IOException {
    images = IdxFolder.write(temporary.resolve("images"), 60, 20);
    study =
        Files.writeString(
            temporary.resolve("study.yaml"),
            """
            name: bomb
            dataset: {source: "idx:%s", test: 10}
            parameters:
              hidden: {value: [4]}
              learning_rate: {value: 0.1}
              steps: {value: 2}
            record: {weights: true}
            """
                .formatted(images));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(temporary)) {
      return files.sorted().toList();
    }
  }

  private void isRefused(String part, String... arguments) throws IOException {
    List<Path> before = files();
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.err()).startsWith("error: ").contains(part).hasLineCount(1);
    assertThat(run.status()).isEqualTo(Main.BAD_INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(files()).isEqualTo(before);
  }

  private void sourceIsRefused(String part, String source) throws IOException {
    String setting = "dataset.source=" + source;
    String out = temporary.resolve("out").toString();
    isRefused(part, "run", study.toString(), "--out", out, "--set", setting);
  }

  private static byte[] gzip(byte[] start, int megabytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(start);
      for (int i = 0; i < megabytes; i++) {
        out.write(new byte[1 << 20]);
      }
    }
    return zipped.toByteArray();
  }

  private static byte[] bytes(int... numbers) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (int number : numbers) {
      out.writeInt(number);
    }
    return bytes.toByteArray();
  }

  @Test
  void anIdxHeaderThatClaimsMoreThanAnArrayHoldsIsRefused() throws IOException {
    Path file = images.resolve("train-images-idx3-ubyte");
    Files.write(file, bytes(0x803, 1 << 31, 1 << 31, 1));
    sourceIsRefused(
        "`items * height * width <= 2147483639` must hold, but got 46116860", "idx:" + images);
    Files.write(file, bytes(0x803, -1, -1, -1));
    sourceIsRefused("`items * height * width <= 2147483639` must hold", "idx:" + images);
  }

  @Test
  void gzippedIdxThatExpandsWithoutEndIsRefused() throws IOException {
    Path file = images.resolve("train-images-idx3-ubyte");
    Files.write(images.resolve(file.getFileName() + ".gz"), gzip(Files.readAllBytes(file), 300));
    Files.delete(file);
    sourceIsRefused("`bytes = 3856` must hold, but got more", "idx:" + images);
  }

  @Test
  void gzippedCsvThatExpandsWithoutEndIsRefused() throws IOException {
    Path file = temporary.resolve("train.csv.gz");
    Files.write(file, gzip(CSV_HEADER.getBytes(StandardCharsets.UTF_8), 300));
    sourceIsRefused("`bytes of a line <= 1048576` must hold", "csv:" + file);
  }

  @Test
  void aParquetArrayThatIsNoImageIsRefused() throws IOException {
    Path file = temporary.resolve("parquet");
    TestSpark.session()
        .range(1)
        .select(lit(1).as("label"), array_repeat(lit(0), 3 << 20).as("pixels"))
        .write()
        .parquet(file.toString());
    sourceIsRefused(
        "`pixels of an image <= 1048576` must hold, but got 3145728", "parquet:" + file);
  }

  @Test
  void aStudyOfAHundredMegabytesIsRefused() throws IOException {
    Path huge = temporary.resolve("huge.yaml");
    try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
      sparse.setLength(100 << 20);
    }
    isRefused("1048576", "plan", huge.toString());
    isRefused("1048576", "run", huge.toUri().toString());
  }

  @Test
  void aPngThatClaimsToBeHugeIsRefused() throws IOException {
    Path out = temporary.resolve("out");
    CommandLineRun run = CommandLineRun.of("run", study.toString(), "--out", out.toString());
    assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
    Path image = temporary.resolve("huge.png");
    Files.write(image, png(100_000));
    String[] predict = {"predict", out.toString(), "--trial", "best", image.toString()};
    isRefused("`width * height <= 16777216` must hold, but got 10000000000", predict);
  }

  /** The signature and the header of a black square. */
  private static byte[] png(int side) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.write("IHDR".getBytes(StandardCharsets.US_ASCII));
    header.write(bytes(side, side));
    header.write(new byte[] {8, 0, 0, 0, 0});
    CRC32 sum = new CRC32();
    sum.update(header.toByteArray());
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(bytes(0x89504e47, 0x0d0a1a0a, header.size() - 4));
    file.write(header.toByteArray());
    file.write(bytes((int) sum.getValue()));
    return file.toByteArray();
  }

  private Path trained() {
    Path out = temporary.resolve("out");
    CommandLineRun run = CommandLineRun.of("run", study.toString(), "--out", out.toString());
    assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
    return out;
  }

  private static void fill(Path folder, int files) throws IOException {
    for (int i = 0; i < files; i++) {
      Files.createFile(folder.resolve("note" + i + ".txt"));
    }
  }

  @Test
  void filesInResultsThatAreNoneAreLeftAlone() throws IOException {
    Path out = trained();
    fill(out.resolve("trials"), 20_000);
    Files.createFile(out.resolve("trials/a note: 12:30"));
    Path outside = Files.writeString(temporary.resolve("outside.parquet"), "not ours");
    Files.createSymbolicLink(out.resolve("curves/.000009.x.parquet.1.tmp"), outside);
    CommandLineRun again = CommandLineRun.of("run", study.toString(), "--out", out.toString());
    assertThat(again.status()).as(again.err()).isEqualTo(Main.DONE);
    assertThat(outside).hasContent("not ours");
  }

  @Test
  void moreFilesThanAnybodyListsAreRefused() throws IOException {
    Path out = trained();
    fill(out.resolve("curves"), 100_001);
    for (String[] reader : readers(out)) {
      endsWith("curves holds more than 100000 files that are not results; move them away", reader);
    }
  }

  private List<String[]> readers(Path out) {
    String image = images.resolve("t10k-images-idx3-ubyte").toString();
    return List.of(
        new String[] {"sql", out.toString(), "-e", "SELECT 1"},
        new String[] {"predict", out.toString(), "--trial", "best", image},
        new String[] {"plan", study.toString(), "--out", out.toString()},
        new String[] {"run", study.toString(), "--out", out.toString()});
  }

  /** In one line, with the status of an engine that failed, and nothing changed. */
  private void endsWith(String end, String... arguments) throws IOException {
    List<Path> before = files();
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.status()).as(run.err()).isEqualTo(Main.ENGINE_FAILED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).singleElement().asString().startsWith("error: ").endsWith(end);
    assertThat(files()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs", "trials", "curves", "models"})
  void aTableThatIsALinkToSomewhereElseIsRefused(String table) throws IOException {
    Path out = trained();
    Path moved = Files.move(out.resolve(table), temporary.resolve("elsewhere"));
    Files.createSymbolicLink(out.resolve(table), moved);
    for (String[] reader : readers(out)) {
      endsWith("is not in these results; put there what belongs there", reader);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs", "trials", "curves", "models"})
  void aFileThatIsALinkToSomewhereElseIsRefused(String table) throws IOException {
    Path out = trained();
    Path file;
    try (Stream<Path> files = Files.list(out.resolve(table))) {
      file = files.findFirst().orElseThrow();
    }
    Path moved = Files.move(file, temporary.resolve("elsewhere"));
    Files.createSymbolicLink(file, moved);
    for (String[] reader : readers(out)) {
      endsWith(
          "%s is a link to %s, which is not in these results; put there what belongs there"
              .formatted(file.getFileName(), moved),
          reader);
    }
  }

  @Test
  void aLinkThatStaysInsideAndALinkToTheResultsAreFollowed() throws IOException {
    Path out = trained();
    Files.move(out.resolve("curves"), out.resolve("data"));
    Files.createSymbolicLink(out.resolve("curves"), Path.of("data"));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), out);
    for (String[] reader : readers(link)) {
      CommandLineRun run = CommandLineRun.of(reader);
      assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
    }
  }

  @Test
  void aFirstRunWritesToNoLink() throws IOException {
    Path out = Files.createDirectory(temporary.resolve("new"));
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.createSymbolicLink(out.resolve("models"), outside);
    CommandLineRun run = CommandLineRun.of("run", study.toString(), "--out", out.toString());
    assertThat(run.status()).as(run.err()).isEqualTo(Main.ENGINE_FAILED);
    assertThat(out.toFile().list()).containsExactly("models");
    assertThat(outside).isEmptyDirectory();
  }
}
