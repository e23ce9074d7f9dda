package io.gridproof.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.study.Parameter;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A row of trials is believed only if it follows from itself. */
class StoredTrialsTest {
  private static final Columns<?> COLUMNS = Table.TRIALS.columns();

  /** A row as it is committed, with another value in one column. */
  private static Row with(String column, Object changed) {
    SyntheticStudy study = new SyntheticStudy(1);
    Row row =
        Table.TRIALS
            .rows()
            .orElseThrow()
            .of(new RunTrial(study.run("run"), study.reports().get(0)))
            .findFirst()
            .orElseThrow();
    return COLUMNS.row(
        COLUMNS.names().stream()
            .map(name -> name.equals(column) ? changed : row.getAs(name))
            .toArray());
  }

  private static Object other(ColumnType type, Object value) {
    return switch (type) {
      case TEXT -> value + "-2";
      case INTEGER -> value == null ? 1 : (int) value + 1;
      case LONG -> (long) value + 1;
      case DOUBLE -> value == null ? 0.5 : Math.nextUp((double) value);
      case TIME, BYTES -> throw new IllegalArgumentException("not repeated");
    };
  }

  static Stream<String> repeated() {
    return Stream.concat(
            TrialColumns.REPEATED.names().stream(),
            Arrays.stream(Parameter.values()).map(Parameter::column))
        .distinct();
  }

  @Test
  void aRowThatWasCommittedIsBelieved() {
    assertThat(StoredTrials.fault(with("host", "another"))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("repeated")
  void aRowWithAnotherValueIsNot(String name) {
    ColumnType type = COLUMNS.list().get(COLUMNS.names().indexOf(name)).type();
    Object committed = with("host", "another").getAs(name);
    assertThat(StoredTrials.fault(with(name, other(type, committed)))).isPresent();
  }

  @ParameterizedTest
  @EnumSource(names = {"WEIGHT_DECAY", "MOMENTUM"})
  void aRowFromBeforeThereWasAParameterIsBelieved(Parameter parameter) {
    assertThat(StoredTrials.fault(with(parameter.column(), null))).isEmpty();
  }

  @Test
  void aValueThatIsMissingIsADamage() {
    assertThat(StoredTrials.fault(with("optimizer", null))).isPresent();
  }
}
