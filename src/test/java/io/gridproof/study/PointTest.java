package io.gridproof.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridproof.nn.Configuration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PointTest {

  private static Map<String, Object> columns(String... settings) {
    Point point = Point.of(Studies.grid(Studies.with(settings)).configurations().get(0));
    Map<String, Object> columns = new LinkedHashMap<>();
    for (Parameter parameter : Parameter.values()) {
      columns.put(parameter.column(), parameter.value(point));
    }
    return columns;
  }

  @Test
  void aConfigurationHasAColumnForEachParameter() {
    assertThat(
            columns(
                "parameters.depth=3",
                "parameters.activation=[[sigmoid, tanh, sigmoid, tanh]]",
                "parameters.dropout=0.2",
                "parameters.dropout_kind=as_written",
                "parameters.batch_size=100"))
        .hasToString(
            "{depth=3, width=10, hidden=10-10-10, activation=sigmoid+tanh, initializer=kaiming,"
                + " dropout=0.2, dropout_kind=as_written, optimizer=sgd, momentum=null,"
                + " learning_rate=0.1, weight_decay=0.0, batch_size=100, steps=5, epochs=null}");
  }

  @Test
  void aColumnIsNullWhereTheParameterHasNoOneValue() {
    Study study =
        Studies.parse(
            """
            name: demo
            dataset: {source: mnist}
            parameters:
              hidden: {value: [128, 64]}
              learning_rate: {value: 0.1}
              epochs: {value: 5}
            """);
    Point point = Point.of(Studies.grid(study).configurations().get(0));
    assertThat(Parameter.WIDTH.value(point)).isNull();
    assertThat(Parameter.BATCH_SIZE.value(point)).isNull();
    assertThat(Parameter.STEPS.value(point)).isNull();
    assertThat(Parameter.EPOCHS.value(point)).isEqualTo(5);
  }

  @Test
  void aColumnThatIsNotThereMeansTheUsualValue() {
    Configuration configuration =
        Studies.grid(Studies.with("parameters.optimizer=momentum")).configurations().get(0);
    Set<Parameter> later = Set.of(Parameter.WEIGHT_DECAY, Parameter.MOMENTUM);
    Point point = Point.of(configuration);
    Point old =
        Point.fromColumns(parameter -> later.contains(parameter) ? null : parameter.value(point));
    assertThat(old.configuration()).isEqualTo(configuration);
  }

  @Test
  void aRowWithoutWhatEveryTrialHasIsRefused() {
    Point point = Point.of(Studies.grid(Studies.with()).configurations().get(0));
    for (Parameter lost : List.of(Parameter.HIDDEN, Parameter.LEARNING_RATE, Parameter.STEPS)) {
      assertThatThrownBy(
              () ->
                  Point.fromColumns(parameter -> parameter == lost ? null : parameter.value(point)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void everyValueIsOfItsColumnsType() {
    Map<String, Object> columns = columns();
    Arrays.stream(Parameter.values())
        .filter(parameter -> columns.get(parameter.column()) != null)
        .forEach(
            parameter ->
                assertThat(columns.get(parameter.column())).isInstanceOf(parameter.type()));
  }
}
