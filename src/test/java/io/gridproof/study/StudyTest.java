package io.gridproof.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudyTest {

  private static String directoryName(String name) {
    return Studies.with("name='" + name + "'").directoryName();
  }

  @ParameterizedTest
  @ValueSource(strings = {"paper", "grid-2", "a.b_c", "9"})
  void aSafeNameIsItsOwnDirectory(String name) {
    assertThat(directoryName(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../x",
        "..",
        ".hidden",
        "-rf",
        "Paper",
        "con",
        "CON.txt",
        "lpt1.a.b",
        "up.",
        "a b",
        "/etc/passwd",
        "C:\\x",
        "caf\u00e9",
        "\u6570"
      })
  void anyOtherNameGetsASafeDirectoryOfItsOwn(String name) {
    assertThat(directoryName(name))
        .matches("[a-z0-9][a-z0-9._-]*-[0-9a-f]{8}")
        .hasSizeLessThan(65)
        .doesNotContainPattern("^(con|lpt1)([.]|$)");
  }

  @Test
  void aLongNameGetsAShortDirectory() {
    assertThat(directoryName("x".repeat(64))).isEqualTo("x".repeat(64));
    assertThat(directoryName("x".repeat(65))).matches("x{55}-[0-9a-f]{8}");
    assertThat(directoryName("x".repeat(65))).isNotEqualTo(directoryName("x".repeat(66)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name=other           | `name` is demo in results/demo, but other in demo.yaml",
        "dataset.source=csv:x | `dataset.source` is mnist in results/demo, but csv:x in demo.yaml",
        "dataset.train=9 | `dataset.train` is not given in results/demo, but 9 in demo.yaml",
        "dataset.validation=9 | `dataset.validation` is 0 in results/demo, but 9 in demo.yaml",
        "dataset.test=9       | `dataset.test` is not given in results/demo, but 9 in demo.yaml",
        "dataset.split_seed=9 | `dataset.split_seed` is not given in results/demo, but 9 in"
            + " demo.yaml",
        "replicates.seed=9    | `replicates.seed` is 42 in results/demo, but 9 in demo.yaml",
        "replicates.vary=[init] | `replicates.vary` is [init, shuffle, dropout] in results/demo,"
            + " but [init] in demo.yaml",
        "metric.name=macro_f1 | `metric.name` is test_accuracy in results/demo, but macro_f1 in"
            + " demo.yaml",
        "metric.goal=minimize | `metric.goal` is maximize in results/demo, but minimize in"
            + " demo.yaml",
        "record.train_every=7 | `record.train_every` is 1 in results/demo, but 7 in demo.yaml",
        "record.test_every=7 | `record.test_every` is 10 in results/demo, but 7 in demo.yaml"
      })
  void aStudyKeepsItsDataSeedsMetricAndRecording(String setting, String difference) {
    Study stored = StudyReader.parse(Studies.SMALLEST, "results/demo", List.of());
    assertThat(Studies.with(setting).differsFrom(stored)).contains(difference);
  }

  @Test
  void namesDifferToTheLastCharacter() {
    String name = "name=" + "x".repeat(199);
    assertThat(Studies.with(name + "a").differsFrom(Studies.with(name + "b"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "description=other",
        "parameters.depth=[1, 2]",
        "where=true OR depth = 1",
        "replicates.count=20",
        "record.weights=true",
        "limits.trial_minutes=5"
      })
  void aStudyMayGrow(String setting) {
    assertThat(Studies.with(setting).differsFrom(Studies.with())).isEmpty();
  }
}
