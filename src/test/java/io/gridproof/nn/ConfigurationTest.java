package io.gridproof.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationTest {
  private static final Configurations PLAIN = Configurations.plain();

  private static Arguments refused(String name, ThrowingCallable make, String message) {
    return Arguments.of(Named.of(name, make), message);
  }

  static Stream<Arguments> outOfRange() {
    Integer[] tooMany = Collections.nCopies(101, 1).toArray(Integer[]::new);
    return Stream.of(
        refused(
            "no hidden layer",
            () -> PLAIN.hidden(new Integer[0]).get(),
            "`1 <= depth <= 100` must hold, but got 0"),
        refused(
            "101 hidden layers",
            () -> PLAIN.hidden(tooMany).get(),
            "`1 <= depth <= 100` must hold, but got 101"),
        refused(
            "width 0",
            () -> PLAIN.hidden(10, 0).get(),
            "`1 <= width <= 16384` must hold, but got 0"),
        refused(
            "width 16385",
            () -> PLAIN.hidden(16385).get(),
            "`1 <= width <= 16384` must hold, but got 16385"),
        refused(
            "learning rate 0",
            () -> PLAIN.learningRate(0).get(),
            "`0 < learning_rate <= 1000` must hold, but got 0.0"),
        refused(
            "learning rate NaN",
            () -> PLAIN.learningRate(Double.NaN).get(),
            "`0 < learning_rate <= 1000` must hold, but got NaN"),
        refused(
            "learning rate 1001",
            () -> PLAIN.learningRate(1001).get(),
            "`0 < learning_rate <= 1000` must hold, but got 1001.0"),
        refused(
            "momentum 1", () -> PLAIN.momentum(1), "`0 <= momentum < 1` must hold, but got 1.0"),
        refused(
            "momentum NaN",
            () -> PLAIN.momentum(Double.NaN),
            "`0 <= momentum < 1` must hold, but got NaN"),
        refused(
            "weight decay below 0",
            () -> PLAIN.weightDecay(-0.1),
            "`0 <= weight_decay <= 1` must hold, but got -0.1"),
        refused(
            "weight decay NaN",
            () -> PLAIN.weightDecay(Double.NaN),
            "`0 <= weight_decay <= 1` must hold, but got NaN"),
        refused("batch size 0", () -> PLAIN.miniBatch(0), "`batch_size >= 1` must hold, but got 0"),
        refused("no steps", () -> PLAIN.steps(0), "`1 <= steps <= 10000000` must hold, but got 0"),
        refused(
            "no epochs",
            () -> new Budget.Epochs(0),
            "`1 <= epochs <= 10000000` must hold, but got 0"),
        refused(
            "train_every 0", () -> new Recording(0, 1), "`train_every >= 1` must hold, but got 0"),
        refused(
            "test_every 0", () -> new Recording(1, 0), "`test_every >= 1` must hold, but got 0"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("outOfRange")
  void valuesOutOfRangeAreRefused(ThrowingCallable make, String message) {
    assertThatThrownBy(make).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void oneActivationForEachHiddenLayerIsAsked() {
    assertThatThrownBy(
            () ->
                new Configuration(
                    List.of(10, 10),
                    List.of(Activation.RELU),
                    Initializer.RANDOM,
                    Dropout.NONE,
                    Optimizer.SGD,
                    0.9,
                    0.1,
                    0,
                    new Batch.Full(),
                    new Budget.Steps(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`one activation for each of 2 hidden layers` must hold, but got 1");
  }

  @Test
  void activationsAreCycledOverTheHiddenLayers() {
    assertThat(Configuration.cycle(List.of(Activation.SIGMOID, Activation.TANH), 3))
        .containsExactly(Activation.SIGMOID, Activation.TANH, Activation.SIGMOID);
  }

  @Test
  void aBudgetOfEpochsHasAsManyStepsAsTheirBatches() {
    assertThat(new Budget.Epochs(3).steps(5)).isEqualTo(15);
    assertThat(new Budget.Steps(3).steps(5)).isEqualTo(3);
  }

  @Test
  void moreStepsThanAnIntHoldsAreRefused() {
    assertThatThrownBy(() -> new Budget.Epochs(10_000_000).steps(1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`steps <= 2147483647` must hold, but got 10000000000");
  }
}
