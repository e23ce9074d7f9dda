package io.gridproof.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.IdxFolder;
import io.gridproof.TestSpark;
import io.gridproof.study.DatasetSpec;
import io.gridproof.study.DatasetSpec.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same images and labels, stored as other programs store them. */
class IdxVariantsTest {
  private static final List<String> LABELS =
      List.of("train-labels-idx1-ubyte", "t10k-labels-idx1-ubyte");

  @TempDir Path folder;
  private String usual;

  @BeforeEach
  void write() throws IOException {
    IdxFolder.write(folder, 40, 20);
    usual = sha256();
  }

  private String sha256() {
    DatasetSpec spec =
        new DatasetSpec(
            Source.parse("idx:" + folder),
            OptionalInt.empty(),
            0,
            OptionalInt.empty(),
            OptionalLong.empty());
    return Datasets.load(TestSpark.session(), spec).sha256();
  }

  @Test
  void namesMayHaveADot() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String dotted = file.getFileName().toString().replace("-idx", ".idx");
        Files.move(file, folder.resolve(dotted));
      }
    }
    assertThat(sha256()).isEqualTo(usual);
  }

  @Test
  void theNameWithDashesIsTakenFirst() throws IOException {
    Files.writeString(folder.resolve("train-labels.idx1-ubyte"), "no labels");
    assertThat(sha256()).isEqualTo(usual);
  }

  @ParameterizedTest
  @CsvSource({"9, 1", "11, 2", "12, 4"})
  void labelsMayBeWholeNumbersOfAnyType(int type, int bytes) throws IOException {
    for (String name : LABELS) {
      byte[] stored = Files.readAllBytes(folder.resolve(name));
      int count = stored.length - 8;
      ByteBuffer wide = ByteBuffer.allocate(8 + count * bytes);
      wide.putInt(type << 8 | 1).putInt(count);
      for (int i = 0; i < count; i++) {
        wide.position(8 + i * bytes + bytes - 1);
        wide.put(stored[8 + i]);
      }
      Files.write(folder.resolve(name), wide.array());
    }
    assertThat(sha256()).isEqualTo(usual);
  }
}
