package io.gridproof.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder may hold what is not looked for, but not without end. */
class StorageTest {
  private static final int MOST = 5;

  @TempDir java.nio.file.Path temporary;
  private java.nio.file.Path folder;

  @BeforeEach
  void fill() throws IOException {
    folder = Files.createDirectory(temporary.resolve("folder"));
    for (int i = 0; i < MOST; i++) {
      Files.createFile(folder.resolve("other: " + i));
      Files.createFile(folder.resolve("wanted" + i));
      Files.createFile(folder.resolve("wanted" + (i + MOST)));
    }
  }

  private List<String> list(String scheme) throws IOException {
    String authority = scheme.equals("file") ? "" : "listed-storage";
    Path path = new Path(scheme + "://" + authority + folder);
    Storage usual = Storage.of(FaultyFileSystem.configuration(), path, FakeTime.timeouts());
    return new Storage(usual.files(), usual.timeouts(), MOST)
        .list(path, file -> file.getName().startsWith("wanted")).stream()
            .map(status -> status.getPath().getName())
            .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "hdfs", "s3a"})
  void asManyOthersAsMayBeAreLeftOut(String scheme) throws IOException {
    assertThat(list(scheme)).hasSize(2 * MOST).allMatch(name -> name.startsWith("wanted"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "hdfs", "s3a"})
  void oneMoreIsRefused(String scheme) throws IOException {
    Files.createFile(folder.resolve("one more"));
    assertThatThrownBy(() -> list(scheme))
        .isInstanceOf(StorageException.class)
        .hasMessageEndingWith(
            "folder holds more than 5 files that are not results; move them away");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "hdfs", "s3a"})
  void aFolderThatIsNotThereIsEmpty(String scheme) throws IOException {
    folder = temporary.resolve("none");
    assertThat(list(scheme)).isEmpty();
  }
}
