package io.gridproof.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.nn.Activation;
import io.gridproof.nn.Batch;
import io.gridproof.nn.Budget;
import io.gridproof.nn.Configuration;
import io.gridproof.nn.Dropout;
import io.gridproof.nn.Initializer;
import io.gridproof.nn.Optimizer;
import io.gridproof.nn.Recording;
import io.gridproof.study.DatasetSpec.Source;
import io.gridproof.study.Replicates.Purpose;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudyReaderTest {

  @Test
  void whatTheSmallestStudyLeavesOutHasTheseValues() {
    Study study = Studies.parse(Studies.SMALLEST);

    assertThat(study.name()).isEqualTo("demo");
    assertThat(study.description()).isEmpty();
    assertThat(study.dataset())
        .isEqualTo(
            new DatasetSpec(
                new Source(Source.Kind.MNIST, ""),
                OptionalInt.empty(),
                0,
                OptionalInt.empty(),
                OptionalLong.empty()));
    assertThat(study.metric())
        .isEqualTo(new Metric(Metric.Name.TEST_ACCURACY, Metric.Goal.MAXIMIZE));
    assertThat(study.search()).isEqualTo(Search.GRID);
    assertThat(study.where()).isEmpty();
    assertThat(study.replicates()).isEqualTo(new Replicates(1, 42, EnumSet.allOf(Purpose.class)));
    assertThat(study.recording()).isEqualTo(new Recording(1, 10));
    assertThat(study.keepWeights()).isFalse();
    assertThat(study.limits()).isEqualTo(new Limits(OptionalDouble.empty(), OptionalInt.empty()));
    assertThat(study.text()).isEqualTo(Studies.SMALLEST);
    assertThat(study.origin()).isEqualTo(Studies.FILE);
    assertThat(Studies.grid(study).configurations())
        .containsExactly(
            Configuration.USUAL
                .withHidden(List.of(10))
                .withLearningRate(0.1)
                .withBudget(new Budget.Steps(5)));
  }

  @Test
  void everyKeyCanBeSetToSomethingElse() {
    Study study =
        Studies.parse(
            """
            name: Other, "quoted"
            description: all keys
            dataset:
              source: idx:/data/digits
              train: 100
              validation: 20
              test: 30
              split_seed: 7
            method: grid
            metric: {name: validation_loss, goal: maximize}
            parameters:
              hidden: {value: [128, 64]}
              activation: {value: [sigmoid, tanh]}
              initializer: {value: xavier_as_written}
              dropout: {value: 0.25}
              dropout_kind: {value: as_written}
              optimizer: {value: adam}
              learning_rate: {value: 1e-3}
              batch_size: {value: 32}
              epochs: {value: 3}
            where: depth > 1
            replicates: {count: 4, seed: -5, vary: [dropout, init]}
            record: {train_every: 2, test_every: 3, weights: true}
            limits: {trial_minutes: 1.5, failed_trials: 6}
            claims: []
            """);

    assertThat(study.name()).isEqualTo("Other, \"quoted\"");
    assertThat(study.description()).isEqualTo("all keys");
    assertThat(study.dataset())
        .isEqualTo(
            new DatasetSpec(
                new Source(Source.Kind.IDX, "/data/digits"),
                OptionalInt.of(100),
                20,
                OptionalInt.of(30),
                OptionalLong.of(7)));
    assertThat(study.metric())
        .isEqualTo(new Metric(Metric.Name.VALIDATION_LOSS, Metric.Goal.MAXIMIZE));
    assertThat(study.where()).contains(new Where("depth > 1", "(demo.yaml:21, where)"));
    assertThat(study.replicates())
        .isEqualTo(new Replicates(4, -5, EnumSet.of(Purpose.INIT, Purpose.DROPOUT)));
    assertThat(study.recording()).isEqualTo(new Recording(2, 3));
    assertThat(study.keepWeights()).isTrue();
    assertThat(study.limits()).isEqualTo(new Limits(OptionalDouble.of(1.5), OptionalInt.of(6)));
    assertThat(Studies.grid(study).configurations())
        .containsExactly(
            Configuration.USUAL
                .withHidden(List.of(128, 64))
                .withActivations(List.of(Activation.SIGMOID, Activation.TANH))
                .withInitializer(Initializer.XAVIER_AS_WRITTEN)
                .withDropout(new Dropout(Dropout.Kind.AS_WRITTEN, 0.25))
                .withOptimizer(Optimizer.ADAM)
                .withLearningRate(0.001)
                .withBatch(new Batch.Mini(32))
                .withBudget(new Budget.Epochs(3)));
  }

  @ParameterizedTest
  @CsvSource({"test_loss, MINIMIZE", "macro_f1, MAXIMIZE"})
  void aMetricHasItsUsualGoal(String metric, Metric.Goal goal) {
    assertThat(Studies.with("metric.name=" + metric).metric().goal()).isEqualTo(goal);
  }

  @Test
  void aSettingReplacesAddsAndMayBeShort() {
    Study study =
        Studies.with(
            "replicates.count=3",
            "dataset.train=1000",
            "parameters.depth=[1, 2]",
            "parameters.width.values=[5, 6]",
            "parameters.steps=20",
            "parameters.activation.value=[sigmoid, tanh]",
            "name=other = name");

    assertThat(study.replicates().count()).isEqualTo(3);
    assertThat(study.dataset().train()).hasValue(1000);
    assertThat(study.name()).isEqualTo("other = name");
    assertThat(Studies.grid(study).configurations())
        .extracting(Configuration::hidden)
        .containsExactly(List.of(5), List.of(6), List.of(5, 5), List.of(6, 6));
    assertThat(Studies.grid(study).configurations())
        .allMatch(configuration -> configuration.budget().equals(new Budget.Steps(20)))
        .allMatch(configuration -> configuration.activations().get(0) == Activation.SIGMOID);
  }

  @Test
  void aValueThatIsSetTakesThePlaceOfTheListThatWasThere() {
    Study swept = Studies.parse(Studies.SMALLEST.replace("{value: 1}", "{values: [1, 2]}"));
    Study fixed = Studies.parse(swept.text(), "parameters.depth.value=3");
    assertThat(Studies.grid(fixed).configurations())
        .extracting(Configuration::depth)
        .containsExactly(3);
  }

  @Test
  void theLastOfTwoSettingsCounts() {
    assertThat(Studies.with("replicates.count=3", "replicates.count=4").replicates().count())
        .isEqualTo(4);
  }

  @Test
  void theTextOfAStudyWithSettingsReadsAsThatStudy() {
    Study study =
        Studies.with(
            "replicates={count: 3, vary: [init]}",
            "name='42'",
            "description=\"a \\\"b\\\" \\n \\\\ \\u00e9 \\ud83d\\ude00: # c\"",
            "where=depth = 1 OR\nactivation = 'relu'",
            "parameters.activation=[relu, [sigmoid, tanh]]",
            "metric={}");
    Study again = Studies.parse(study.text());

    assertThat(study.text()).startsWith("# demo.yaml --set replicates={count: 3");
    assertThat(again.replicates()).isEqualTo(study.replicates());
    assertThat(again.name()).isEqualTo("42");
    assertThat(again.description()).isEqualTo("a \"b\" \n \\ \u00e9 \ud83d\ude00: # c");
    assertThat(again.where().map(Where::predicate)).isEqualTo(study.where().map(Where::predicate));
    assertThat(Studies.grid(again)).isEqualTo(Studies.grid(study));
    assertThat(Optional.of(again).flatMap(study::differsFrom)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e-3", "1E-3", "0.001", ".001", "+1.e-3", "0.0010"})
  void numbersMayBeWrittenInAnyUsualWay(String number) {
    Study study = Studies.with("parameters.learning_rate=" + number);
    assertThat(Studies.grid(study).configurations())
        .extracting(Configuration::learningRate)
        .containsExactly(0.001);
  }

  @ParameterizedTest
  @ValueSource(strings = {"smoke", "paper", "grid"})
  void theJobsAreStudiesOfTheirNames(String job) {
    Study study = StudyReader.read(Path.of("jobs", job + ".yaml"), List.of());
    assertThat(study.name()).isEqualTo(job);
    assertThat(Studies.grid(study).configurations()).isNotEmpty();
  }
}
