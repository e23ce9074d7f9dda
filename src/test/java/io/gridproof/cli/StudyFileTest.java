package io.gridproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridproof.study.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyFileTest {
  private static final String TEXT =
      """
      name: small
      dataset: {source: mnist}
      parameters:
        hidden: {value: [5]}
        activation: {value: relu}
        learning_rate: {value: 0.5}
        batch_size: {value: 50}
        epochs: {value: 3}
      """;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void writeStudy() throws IOException {
    file = Files.writeString(folder.resolve("a study.yaml"), TEXT);
  }

  private String stored(String name) {
    return "file:" + folder.resolve(name);
  }

  @Test
  void aFileSystemGivesTheSameStudyAsTheHost() {
    List<String> settings = List.of("replicates.count=3");
    assertThat(StudyFile.read(stored("a study.yaml"), settings).replicates())
        .isEqualTo(StudyFile.read(file.toString(), settings).replicates());
    assertThat(StudyFile.read(stored("a study.yaml"), List.of()).text()).isEqualTo(TEXT);
  }

  @Test
  void mistakesAreNamedWithTheFileSystem() {
    assertThatThrownBy(() -> StudyFile.read(stored("a study.yaml"), List.of("name=")))
        .isInstanceOf(InputException.class);
    assertRefused(stored("none.yaml"), "there is no file " + stored("none.yaml"));
    assertRefused("file:" + folder, "a study is a file, but file:" + folder + " is a directory");
    assertRefused("none:/study.yaml", "cannot read none:/study.yaml: No FileSystem for scheme");
  }

  @Test
  void aMistakeInTheTextIsPlacedInTheStoredFile() throws IOException {
    Files.writeString(file, TEXT + "nonsense: 1\n");
    assertThatThrownBy(() -> StudyFile.read(stored("a study.yaml"), List.of()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("(" + stored("a study.yaml") + ":9");
  }

  private static void assertRefused(String file, String message) {
    assertThatThrownBy(() -> StudyFile.read(file, List.of()))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(message);
  }
}
