package io.gridproof.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.gridproof.nn.Activation;
import io.gridproof.nn.Configuration;
import io.gridproof.nn.Dropout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GridTest {

  @Test
  void theFirstParameterTurnsSlowest() {
    Study study =
        Studies.with(
            "parameters.learning_rate=[0.1, 0.2]",
            "parameters.width=[5, 6]",
            "parameters.depth=[1, 2]");
    assertThat(Studies.grid(study).configurations())
        .extracting(c -> Parameter.HIDDEN.value(Point.of(c)) + " " + c.learningRate())
        .containsExactly(
            "5 0.1", "5 0.2", "6 0.1", "6 0.2", "5-5 0.1", "5-5 0.2", "6-6 0.1", "6-6 0.2");
  }

  @Test
  void whereSeesThePointsAsTheyWereWritten() {
    Study study =
        Studies.with(
            "parameters.activation=[relu, [sigmoid, tanh]]",
            "parameters.dropout_kind=as_written",
            "where=anything");
    List<Point> seen = new ArrayList<>();
    Grid.of(
        study,
        where -> {
          assertThat(where).isEqualTo(new Where("anything", "(--set where=anything)"));
          return seen::add;
        });
    assertThat(seen)
        .extracting(Parameter.ACTIVATION::value)
        .containsExactly("relu", "sigmoid+tanh");
    assertThat(seen).extracting(Parameter.DROPOUT_KIND::value).containsOnly("as_written");
  }

  @Test
  void whereThatKeepsNothingIsRefused() {
    Study study = Studies.with("parameters.depth=[1, 2, 3]", "where=depth > 3");
    assertThatThrownBy(() -> Grid.of(study, where -> point -> false))
        .isInstanceOf(InputException.class)
        .hasMessage("`where` keeps none of the 3 points of the grid (--set where=depth > 3)");
  }

  @Test
  void theKindOfDropoutMeansNothingWithoutDropout() {
    Study study =
        Studies.with(
            "parameters.dropout=[0, 0.2]", "parameters.dropout_kind=[as_written, inverted]");
    Grid grid = Studies.grid(study);
    assertThat(grid.configurations())
        .extracting(Configuration::dropout)
        .containsExactly(
            Dropout.NONE,
            new Dropout(Dropout.Kind.AS_WRITTEN, 0.2),
            new Dropout(Dropout.Kind.INVERTED, 0.2));
    assertThat(grid.points()).isEqualTo(4);
    assertThat(grid.kept()).isEqualTo(4);
    assertThat(grid.collapsed()).isEqualTo(1);
  }

  @Test
  void theCoefficientOfMomentumMeansNothingForAnotherOptimizer() {
    Study study =
        Studies.with(
            "parameters.optimizer=[sgd, momentum, adam]", "parameters.momentum=[0.5, 0.9]");
    Grid grid = Studies.grid(study);
    assertThat(grid.configurations())
        .extracting(
            c ->
                Parameter.OPTIMIZER.value(Point.of(c))
                    + " "
                    + Parameter.MOMENTUM.value(Point.of(c)))
        .containsExactly("sgd null", "momentum 0.5", "momentum 0.9", "adam null");
    assertThat(grid.collapsed()).isEqualTo(2);
  }

  @Test
  void activationsThatGiveTheSameLayersAreOneConfiguration() {
    Study study =
        Studies.with(
            "parameters.depth=2",
            "parameters.activation=[tanh, [tanh, tanh], [tanh, tanh, relu], [tanh, relu]]");
    Grid grid = Studies.grid(study);
    assertThat(grid.configurations())
        .extracting(Configuration::activations)
        .containsExactly(
            List.of(Activation.TANH, Activation.TANH), List.of(Activation.TANH, Activation.RELU));
    assertThat(grid.collapsed()).isEqualTo(2);
  }

  @Test
  void valuesThatAreListedTwiceAreTrainedOnce() {
    Grid grid = Studies.grid(Studies.with("parameters.dropout=[0.0, -0.0, 0, 0e5]"));
    assertThat(grid.configurations()).hasSize(1);
    assertThat(grid.collapsed()).isEqualTo(3);
  }

  @Test
  void aThousandMillionPointsAreCountedAtOnce() {
    String thousand = IntStream.rangeClosed(1, 1000).boxed().toList().toString();
    Study study =
        Studies.with(
            "parameters.width=" + thousand,
            "parameters.batch_size=" + thousand,
            "parameters.steps=" + thousand);
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThatThrownBy(() -> Studies.grid(study))
                .isInstanceOf(InputException.class)
                .hasMessage(
                    "`points of the grid <= 1000000` must hold, but got 1000000000 "
                        + "(demo.yaml:3, parameters)"));
  }

  @Test
  void aMillionPointsAreEnumerated() {
    String hundred = IntStream.rangeClosed(1, 100).boxed().toList().toString();
    Study study =
        Studies.with(
            "parameters.width=" + hundred,
            "parameters.batch_size=" + hundred,
            "parameters.steps=" + hundred);
    assertThat(Studies.grid(study).configurations()).hasSize(1_000_000);
  }
}
