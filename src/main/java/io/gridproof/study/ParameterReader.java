package io.gridproof.study;

import io.gridproof.study.Form.Value;
import java.util.Arrays;
import java.util.List;

/** Reads the section {@code parameters}: which of them a study gives, and which values. */
final class ParameterReader {
  private final Section section;

  private ParameterReader(Section section) {
    this.section = section;
  }

  static ParameterSpace read(Yaml parameters) {
    return new ParameterReader(parameters.section(Names.all(Parameter.class))).space();
  }

  private ParameterSpace space() {
    checkLayers();
    section.require(Parameter.LEARNING_RATE.column());
    section.either(Parameter.STEPS.column(), Parameter.EPOCHS.column());
    List<Axis> axes =
        Arrays.stream(Parameter.values())
            .filter(parameter -> section.has(parameter.column()))
            .map(this::axis)
            .toList();
    return new ParameterSpace(axes, section.location());
  }

  private void checkLayers() {
    boolean listed = section.has("hidden");
    boolean uniform = section.has("depth") && section.has("width");
    boolean partly = section.has("depth") || section.has("width");
    if (listed ? partly : !uniform) {
      throw section.refusal("either `hidden` or both `depth` and `width` must be given");
    }
  }

  private Axis axis(Parameter parameter) {
    Yaml given = section.require(parameter.column());
    Section below = given.section(List.of("value", "values"));
    List<Value<?>> values =
        below.either("value", "values").equals("value")
            ? List.of(parameter.read(below.require("value")))
            : below.require("values").items(parameter::read);
    if (values.isEmpty()) {
      throw below.refusal("`values` must not be empty");
    }
    return new Axis(parameter, values, given.location());
  }
}
