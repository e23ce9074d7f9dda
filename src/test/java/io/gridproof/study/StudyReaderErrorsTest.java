package io.gridproof.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StudyReaderErrorsTest {
  /** Replaces a piece of the smallest study. */
  private static Arguments change(String from, String to, String message) {
    assertThat(Studies.SMALLEST).contains(from);
    return arguments(Studies.SMALLEST.replace(from, to), message);
  }

  /** Adds lines to the smallest study, from line 8 on. */
  private static Arguments add(String lines, String message) {
    return arguments(Studies.SMALLEST + lines, message);
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        arguments(
            "",
            "a section with keys among name, description, dataset, method, metric, parameters,"
                + " where, replicates, record, limits, claims is needed, but got nothing"
                + " (demo.yaml:1)"),
        arguments(
            "[1, 2]",
            "a section with keys among name, description, dataset, method, metric, parameters,"
                + " where, replicates, record, limits, claims is needed, but got a list"
                + " (demo.yaml:1)"),
        arguments("a: b: c", "not YAML: mapping values are not allowed here (demo.yaml:1)"),
        arguments("name: \"open", "not YAML: found unexpected end of stream (demo.yaml:1)"),
        arguments(
            "name: a\nwhere: \"\\x",
            "not YAML: For input string: \"\" under radix 16 (demo.yaml:2)"),
        arguments("name: a\u0007b", "not YAML: character U+0007 is not allowed (demo.yaml:1)"),
        arguments("{a: 1}\n---\n{b: 2}", "one document is needed, but got another (demo.yaml:2)"),
        arguments(
            "name: !!javax.script.ScriptEngineManager [x]",
            "tags are not allowed, but got `!!javax.script.ScriptEngineManager` (demo.yaml:1,"
                + " name)"),
        arguments("name: !mine x", "tags are not allowed, but got `!mine` (demo.yaml:1, name)"),
        arguments("name: !!str x", "tags are not allowed, but got `!!str` (demo.yaml:1, name)"),
        arguments(
            "name: &a [x, x]\nwhere: *a",
            "anchors are not allowed, but got `&a` (demo.yaml:1, name)"),
        arguments("where: *a", "aliases are not allowed, but got `*a` (demo.yaml:1, where)"),
        arguments(
            "name: " + "[".repeat(60) + "]".repeat(60),
            "`levels <= 50` must hold, but got more (demo.yaml:1)"),
        arguments(
            "? [a]\n: b", "a key is a name, but got a list or keys with values (demo.yaml:1)"),
        arguments("a: 1\nb: 2\na: 3", "duplicate key `a` (demo.yaml:3)"),
        add(
            "wehre: x",
            "unknown key `wehre`, did you mean `where`? (demo.yaml:8); allowed: name, description,"
                + " dataset, method, metric, parameters, where, replicates, record, limits,"
                + " claims"),
        add(
            "something: x",
            "unknown key `something` (demo.yaml:8); allowed: name, description, dataset, method,"
                + " metric, parameters, where, replicates, record, limits, claims"),
        add(
            "<<: {name: other}",
            "unknown key `<<` (demo.yaml:8); allowed: name, description, dataset, method, metric,"
                + " parameters, where, replicates, record, limits, claims"),
        change(
            "width: {",
            "widht: {",
            "unknown key `widht`, did you mean `width`? (demo.yaml:5, parameters); allowed: depth,"
                + " width, hidden, activation, initializer, dropout, dropout_kind, optimizer,"
                + " momentum, learning_rate, weight_decay, batch_size, steps, epochs"),
        change(
            "source: mnist",
            "source: mnist, rows: 3",
            "unknown key `rows` (demo.yaml:2, dataset); allowed: source, train, validation, test,"
                + " split_seed"),
        change(
            "  depth",
            "  dropout: {value: 1.2}\n  dropout: {value: 0}\n  depth",
            "duplicate key `dropout` (demo.yaml:5, parameters)"));
  }

  static Stream<Arguments> values() {
    return Stream.of(
        change(
            "name: demo",
            "name: ''",
            "`1 <= characters of name <= 200` must hold, but got 0 (demo.yaml:1, name)"),
        change(
            "name: demo",
            "name: '  '",
            "a name has printable characters only, but got the text `  ` (demo.yaml:1, name)"),
        change(
            "name: demo",
            "name: 42",
            "text is needed, but got the whole number `42` (demo.yaml:1, name)"),
        change("name: demo", "name: [a]", "text is needed, but got a list (demo.yaml:1, name)"),
        change(
            "name: demo",
            "name: \"a\\nb\"",
            "a name has printable characters only, but got the text `a b` (demo.yaml:1, name)"),
        change(
            "name: demo",
            "name: \"a\\e[2Jb\"",
            "a name has printable characters only, but got the text `a?[2Jb` (demo.yaml:1, name)"),
        change(
            "name: demo",
            "name: " + "x".repeat(4096),
            "`1 <= characters of name <= 200` must hold, but got 4096 (demo.yaml:1, name)"),
        change("name: demo\n", "", "missing key `name` (demo.yaml:1)"),
        change("dataset: {source: mnist}\n", "", "missing key `dataset` (demo.yaml:1)"),
        change("{source: mnist}", "{train: 5}", "missing key `source` (demo.yaml:2, dataset)"),
        change(
            "{source: mnist}",
            "mnist",
            "a section with keys among source, train, validation, test, split_seed is needed, but"
                + " got the text `mnist` (demo.yaml:2, dataset)"),
        change(
            "source: mnist",
            "source: imagenet",
            "`source is mnist, fashion-mnist, idx:DIR, csv:PATH or parquet:PATH` must hold, but got"
                + " imagenet (demo.yaml:2, dataset.source)"),
        change(
            "source: mnist",
            "source: 'idx:'",
            "`source is mnist, fashion-mnist, idx:DIR, csv:PATH or parquet:PATH` must hold, but got"
                + " idx: (demo.yaml:2, dataset.source)"),
        change(
            "source: mnist",
            "source: mnist, train: 0",
            "`1 <= train <= 2147483647` must hold, but got 0 (demo.yaml:2, dataset.train)"),
        change(
            "source: mnist",
            "source: mnist, train: 2147483648",
            "`1 <= train <= 2147483647` must hold, but got 2147483648 (demo.yaml:2,"
                + " dataset.train)"),
        change(
            "source: mnist",
            "source: mnist, train: many",
            "a whole number is needed, but got the text `many` (demo.yaml:2, dataset.train)"),
        change(
            "source: mnist",
            "source: mnist, test: -1",
            "`1 <= test <= 2147483647` must hold, but got -1 (demo.yaml:2, dataset.test)"),
        change(
            "source: mnist",
            "source: mnist, validation: 1.5",
            "a whole number is needed, but got the number `1.5` (demo.yaml:2, dataset.validation)"),
        change(
            "source: mnist",
            "source: mnist, split_seed: 9223372036854775808",
            "`-9223372036854775808 <= split_seed <= 9223372036854775807` must hold, but got"
                + " 9223372036854775808 (demo.yaml:2, dataset.split_seed)"),
        add("method: random", "unknown method `random` (demo.yaml:8, method); allowed: grid"),
        add(
            "metric: test_accuracy",
            "a section with keys among name, goal is needed, but got the text `test_accuracy`"
                + " (demo.yaml:8, metric)"),
        add(
            "metric: {name: accuracy}",
            "unknown metric `accuracy` (demo.yaml:8, metric.name); allowed: train_loss,"
                + " train_accuracy, validation_loss, validation_accuracy, test_loss, test_accuracy,"
                + " macro_precision, macro_recall, macro_f1"),
        add(
            "metric: {goal: maximise}",
            "unknown goal `maximise`, did you mean `maximize`? (demo.yaml:8, metric.goal); allowed:"
                + " maximize, minimize"),
        add(
            "metric: {name: validation_loss}",
            "`dataset.validation >= 1` must hold for the metric validation_loss, but got 0"
                + " (demo.yaml:8, metric)"),
        add("where: ' '", "a predicate is needed, but got the text ` ` (demo.yaml:8, where)"),
        add("where: true", "text is needed, but got the flag `true` (demo.yaml:8, where)"),
        add(
            "replicates: {count: 0}",
            "`1 <= count <= 100000` must hold, but got 0 (demo.yaml:8, replicates.count)"),
        add(
            "replicates: {count: 100001}",
            "`1 <= count <= 100000` must hold, but got 100001 (demo.yaml:8, replicates.count)"),
        add(
            "replicates: {count: three}",
            "a whole number is needed, but got the text `three` (demo.yaml:8, replicates.count)"),
        add(
            "replicates: {count: 1e3}",
            "a whole number is needed, but got the number `1e3` (demo.yaml:8, replicates.count)"),
        add(
            "replicates: {seed: 1.5}",
            "a whole number is needed, but got the number `1.5` (demo.yaml:8, replicates.seed)"),
        add(
            "replicates: {vary: []}",
            "replicates that vary nothing are one and the same: `vary` must not be empty"
                + " (demo.yaml:8, replicates.vary)"),
        add(
            "replicates: {vary: init}",
            "a list is needed, but got the text `init` (demo.yaml:8, replicates.vary)"),
        add(
            "replicates: {vary: [init, order]}",
            "unknown seed `order` (demo.yaml:8, replicates.vary); allowed: init, shuffle, dropout"),
        add(
            "record: {train_every: 0}",
            "`1 <= train_every <= 2147483647` must hold, but got 0 (demo.yaml:8,"
                + " record.train_every)"),
        add(
            "record: {test_every: -1}",
            "`1 <= test_every <= 2147483647` must hold, but got -1 (demo.yaml:8,"
                + " record.test_every)"),
        add(
            "record: {weights: yes}",
            "true or false is needed, but got the text `yes` (demo.yaml:8, record.weights)"),
        add(
            "record:",
            "a section with keys among train_every, test_every, weights is needed, but got nothing"
                + " (demo.yaml:8, record)"),
        add(
            "limits: {trial_minutes: 0}",
            "`0 < trial_minutes <= 10080` must hold, but got 0.0 (demo.yaml:8,"
                + " limits.trial_minutes)"),
        add(
            "limits: {trial_minutes: .inf}",
            "`0 < trial_minutes <= 10080` must hold, but got Infinity (demo.yaml:8,"
                + " limits.trial_minutes)"),
        add(
            "limits: {failed_trials: -1}",
            "`0 <= failed_trials <= 2147483647` must hold, but got -1 (demo.yaml:8,"
                + " limits.failed_trials)"),
        add(
            "claims: [{id: baseline}]",
            "claims are not evaluated by this version: only an empty list is allowed (demo.yaml:8,"
                + " claims)"));
  }

  static Stream<Arguments> parameters() {
    return Stream.of(
        change(
            "depth: {value: 1}",
            "depth: {value: 0}",
            "`1 <= depth <= 100` must hold, but got 0 (demo.yaml:4, parameters.depth)"),
        change(
            "depth: {value: 1}",
            "depth: {values: [1, 1000000]}",
            "`1 <= depth <= 100` must hold, but got 1000000 (demo.yaml:4, parameters.depth)"),
        change(
            "depth: {value: 1}",
            "depth: {value: " + "9".repeat(100) + "}",
            "`1 <= depth <= 100` must hold, but got"
                + " 999999999999999999999999999999999999999999999999999999999999... (demo.yaml:4,"
                + " parameters.depth)"),
        change(
            "depth: {value: 1}",
            "depth: {value: '1'}",
            "a whole number is needed, but got the text `1` (demo.yaml:4, parameters.depth)"),
        change(
            "depth: {value: 1}",
            "depth: 1",
            "a section with keys among value, values is needed, but got the whole number `1`"
                + " (demo.yaml:4, parameters.depth)"),
        change(
            "depth: {value: 1}",
            "depth: {}",
            "exactly one of `value` and `values` is needed, but got neither (demo.yaml:4,"
                + " parameters.depth)"),
        change(
            "depth: {value: 1}",
            "depth: {value: 1, values: [1]}",
            "exactly one of `value` and `values` is needed, but got both (demo.yaml:4,"
                + " parameters.depth)"),
        change(
            "depth: {value: 1}",
            "depth: {values: []}",
            "`values` must not be empty (demo.yaml:4, parameters.depth)"),
        change(
            "depth: {value: 1}",
            "depth: {values: 3}",
            "a list is needed, but got the whole number `3` (demo.yaml:4, parameters.depth)"),
        change(
            "  depth: {value: 1}\n",
            "",
            "either `hidden` or both `depth` and `width` must be given (demo.yaml:3, parameters)"),
        change(
            "  depth",
            "  hidden: {value: [5]}\n  depth",
            "either `hidden` or both `depth` and `width` must be given (demo.yaml:3, parameters)"),
        change(
            "width: {value: 10}",
            "width: {value: 16385}",
            "`1 <= width <= 16384` must hold, but got 16385 (demo.yaml:5, parameters.width)"),
        change(
            "  learning_rate: {value: 0.1}\n",
            "",
            "missing key `learning_rate` (demo.yaml:3, parameters)"),
        change(
            "{value: 0.1}",
            "{value: -1}",
            "`0 < learning_rate <= 1000` must hold, but got -1.0 (demo.yaml:6,"
                + " parameters.learning_rate)"),
        change(
            "{value: 0.1}",
            "{value: 0}",
            "`0 < learning_rate <= 1000` must hold, but got 0.0 (demo.yaml:6,"
                + " parameters.learning_rate)"),
        change(
            "{value: 0.1}",
            "{value: .nan}",
            "`0 < learning_rate <= 1000` must hold, but got NaN (demo.yaml:6,"
                + " parameters.learning_rate)"),
        change(
            "{value: 0.1}",
            "{value: .inf}",
            "`0 < learning_rate <= 1000` must hold, but got Infinity (demo.yaml:6,"
                + " parameters.learning_rate)"),
        change(
            "{value: 0.1}",
            "{value: 1e999}",
            "`0 < learning_rate <= 1000` must hold, but got Infinity (demo.yaml:6,"
                + " parameters.learning_rate)"),
        change(
            "{value: 0.1}",
            "{value: fast}",
            "a number is needed, but got the text `fast` (demo.yaml:6, parameters.learning_rate)"),
        change(
            "{value: 0.1}",
            "{value: 1_0}",
            "a number is needed, but got the text `1_0` (demo.yaml:6, parameters.learning_rate)"),
        change(
            "  steps: {value: 5}\n",
            "",
            "exactly one of `steps` and `epochs` is needed, but got neither (demo.yaml:3,"
                + " parameters)"),
        change(
            "  steps",
            "  epochs: {value: 1}\n  steps",
            "exactly one of `steps` and `epochs` is needed, but got both (demo.yaml:3,"
                + " parameters)"),
        change(
            "steps: {value: 5}",
            "steps: {value: 10000001}",
            "`1 <= steps <= 10000000` must hold, but got 10000001 (demo.yaml:7, parameters.steps)"),
        add(
            "  dropout: {value: 1}",
            "`0 <= dropout < 1` must hold, but got 1.0 (demo.yaml:8, parameters.dropout)"),
        add(
            "  dropout: {values: [0.0, 1.2]}",
            "`0 <= dropout < 1` must hold, but got 1.2 (demo.yaml:8, parameters.dropout)"),
        add(
            "  dropout: {value: -0.1}",
            "`0 <= dropout < 1` must hold, but got -0.1 (demo.yaml:8, parameters.dropout)"),
        add(
            "  momentum: {value: 1}",
            "`0 <= momentum < 1` must hold, but got 1.0 (demo.yaml:8, parameters.momentum)"),
        add(
            "  weight_decay: {value: -0.1}",
            "`0 <= weight_decay <= 1` must hold, but got -0.1 (demo.yaml:8,"
                + " parameters.weight_decay)"),
        add(
            "  dropout_kind: {value: usual}",
            "unknown dropout_kind `usual` (demo.yaml:8, parameters.dropout_kind); allowed:"
                + " inverted, as_written"),
        add(
            "  activation: {value: rellu}",
            "unknown activation `rellu`, did you mean `relu`? (demo.yaml:8, parameters.activation);"
                + " allowed: relu, sigmoid, tanh, gelu"),
        add(
            "  activation: {values: [relu, [sigmoid, Tanh]]}",
            "unknown activation `Tanh`, did you mean `tanh`? (demo.yaml:8, parameters.activation);"
                + " allowed: relu, sigmoid, tanh, gelu"),
        add(
            "  activation: {values: [relu, []]}",
            "`1 <= activations of a list <= 100` must hold, but got 0 (demo.yaml:8,"
                + " parameters.activation)"),
        add(
            "  initializer: {value: he}",
            "unknown initializer `he` (demo.yaml:8, parameters.initializer); allowed: random,"
                + " xavier, kaiming, xavier_as_written, kaiming_as_written"),
        add(
            "  optimizer: {value: adamw}",
            "unknown optimizer `adamw`, did you mean `adam`? (demo.yaml:8, parameters.optimizer);"
                + " allowed: sgd, momentum, adam"),
        add(
            "  batch_size: {value: 0}",
            "`1 <= batch_size <= 2147483647` must hold, but got 0 (demo.yaml:8,"
                + " parameters.batch_size)"),
        add(
            "  batch_size: {value: half}",
            "full or a whole number is needed, but got the text `half` (demo.yaml:8,"
                + " parameters.batch_size)"),
        add(
            "  batch_size: {value: [1]}",
            "a whole number is needed, but got a list (demo.yaml:8, parameters.batch_size)"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource({"texts", "values", "parameters"})
  void refusesWithFileLineKeyFoundAndAllowed(String text, String message) {
    assertThatThrownBy(() -> Studies.parse(text))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  static Stream<Arguments> settings() {
    return Stream.of(
        arguments(
            "replicates.count=x",
            "a whole number is needed, but got the text `x` (--set replicates.count=x)"),
        arguments(
            "replicates.count",
            "`key=value` is needed, but got `replicates.count` (--set replicates.count)"),
        arguments("=3", "`key=value` is needed, but got `=3` (--set =3)"),
        arguments(
            "replicates..count=3",
            "`key=value` is needed, but got `replicates..count=3` (--set replicates..count=3)"),
        arguments(
            "replicates.count=",
            "a whole number is needed, but got nothing (--set replicates.count=)"),
        arguments(
            "replicates.cuont=3",
            "unknown key `cuont`, did you mean `count`? (--set replicates.cuont=3); allowed: count,"
                + " seed, vary"),
        arguments("name.first=x", "a key below the text `demo` cannot be set (--set name.first=x)"),
        arguments(
            "parameters.depth=[1, 0]",
            "`1 <= depth <= 100` must hold, but got 0 (--set parameters.depth=[1, 0])"),
        arguments(
            "parameters.depth.values=3",
            "a list is needed, but got the whole number `3` (--set parameters.depth.values=3)"),
        arguments(
            "parameters.depth.valeus=[3]",
            "unknown key `valeus`, did you mean `value`? (--set parameters.depth.valeus=[3]);"
                + " allowed: value, values"),
        arguments(
            "parameters.epochs=2",
            "exactly one of `steps` and `epochs` is needed, but got both (demo.yaml:3,"
                + " parameters)"),
        arguments(
            "parameters.depth=[1",
            "not YAML: expected ',' or ']', but got <stream end> (--set parameters.depth=[1)"),
        arguments(
            "name=a\nb: c", "not YAML: mapping values are not allowed here (--set name=a b: c)"),
        arguments(
            "where=!!java.net.URL x",
            "tags are not allowed, but got `!!java.net.URL` (--set where=!!java.net.URL x)"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("settings")
  void refusesASettingByItsText(String setting, String message) {
    assertThatThrownBy(() -> Studies.with(setting))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  @Test
  void refusesABatchLargerThanTheTrainingRowsThatTheStudyStates() {
    String batch = Studies.SMALLEST + "  batch_size: {values: [full, 1000, 1001]}\n";
    Studies.parse(batch, "dataset.train=1001");
    assertThatThrownBy(() -> Studies.parse(batch, "dataset.train=1000"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "`batch_size <= training rows (1000)` must hold, but got 1001 "
                + "(demo.yaml:8, parameters.batch_size)");
  }

  @Test
  void refusesABatchLargerThanTheTrainingRowsThatTheDataHas() {
    Study study = Studies.with("parameters.batch_size=60000");
    study.checkBatches(60_000);
    assertThatThrownBy(() -> study.checkBatches(59_999))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "`batch_size <= training rows (59999)` must hold, but got 60000 "
                + "(--set parameters.batch_size=60000)");
  }

  @Test
  void refusesHostileTextAtOnce() {
    List<String> hostile =
        List.of(
            "[".repeat(1_000_000),
            "{a: ".repeat(250_000),
            "- ".repeat(500_000),
            "a: &a [x]\n" + "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n".repeat(20_000),
            "name: " + "9".repeat(1_000_000),
            "'" + "k".repeat(1_000_000) + "': 1",
            "name: 'x" + "\n".repeat(1_000_000),
            Studies.SMALLEST + "method: '" + " ".repeat(1_000_000) + "x'",
            Studies.SMALLEST.replace("mnist", "x".repeat(1_000_000)));
    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          for (String text : hostile) {
            assertThatThrownBy(() -> Studies.parse(text))
                .isInstanceOf(InputException.class)
                .satisfies(
                    e -> assertThat(e.getMessage()).hasSizeLessThan(400).doesNotContain("\n"));
          }
        });
  }

  @Test
  void refusesAFileThatIsNotThere(@TempDir Path folder) {
    Path file = folder.resolve("none.yaml");
    assertRefused(file, "there is no file " + file);
  }

  @Test
  void refusesAFolder(@TempDir Path folder) {
    assertRefused(folder, "a study is a file, but " + folder + " is a directory");
  }

  @Test
  void refusesMegabytes(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("large.yaml");
    Files.writeString(file, Studies.SMALLEST + "#".repeat(StudyReader.MOST_BYTES));
    assertRefused(file, "`bytes of a study <= 1048576` must hold, but got more (" + file + ")");
  }

  @Test
  void refusesTextThatIsNotUtf8(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("latin.yaml");
    Files.write(file, new byte[] {'n', 'a', 'm', 'e', ':', ' ', (byte) 0xE9, '\n'});
    assertRefused(file, "not YAML: the text is not UTF-8 (" + file + ")");
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> StudyReader.read(file, List.of()))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }
}
