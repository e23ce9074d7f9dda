package io.gridproof.study;

import io.gridproof.nn.Activation;
import io.gridproof.nn.Batch;
import io.gridproof.nn.Budget;
import io.gridproof.nn.Configuration;
import io.gridproof.nn.Dropout;
import io.gridproof.nn.Initializer;
import io.gridproof.nn.Optimizer;
import io.gridproof.nn.Range;
import io.gridproof.study.ParameterSpace.Layers;
import io.gridproof.study.Yaml.Kind;
import io.gridproof.study.Yaml.Scalar;
import io.gridproof.study.Yaml.Sequence;
import java.util.List;
import java.util.function.Function;

/**
 * Reads the section {@code parameters}: what each may be, and its value where a study gives none.
 */
final class ParameterReader {
  private final Section section;

  private ParameterReader(Section section) {
    this.section = section;
  }

  static ParameterSpace read(Yaml parameters) {
    return new ParameterReader(parameters.section(Names.all(Parameter.class))).space();
  }

  private ParameterSpace space() {
    return new ParameterSpace(
        layers(),
        axis(Parameter.ACTIVATION, ParameterReader::activations, List.of(Activation.RELU)),
        axis(Parameter.INITIALIZER, choice("initializer", Initializer.class), Initializer.KAIMING),
        axis(Parameter.DROPOUT, ParameterReader::dropoutRate, 0.0),
        axis(
            Parameter.DROPOUT_KIND,
            choice("dropout_kind", Dropout.Kind.class),
            Dropout.Kind.INVERTED),
        axis(Parameter.OPTIMIZER, choice("optimizer", Optimizer.class), Optimizer.SGD),
        axis(Parameter.LEARNING_RATE, ParameterReader::learningRate),
        axis(Parameter.BATCH_SIZE, ParameterReader::batch, new Batch.Full()),
        budget(),
        section.location());
  }

  private Layers layers() {
    boolean listed = section.has("hidden");
    boolean uniform = section.has("depth") && section.has("width");
    boolean partly = section.has("depth") || section.has("width");
    if (listed ? partly : !uniform) {
      throw section.refusal("either `hidden` or both `depth` and `width` must be given");
    }
    return listed
        ? new Layers.Listed(axis(Parameter.HIDDEN, ParameterReader::hidden))
        : new Layers.Uniform(
            axis(Parameter.DEPTH, depth -> depth.integer("depth", 1, Configuration.MOST_LAYERS)),
            axis(Parameter.WIDTH, ParameterReader::width));
  }

  private Axis<Budget> budget() {
    return section.either("steps", "epochs").equals("steps")
        ? axis(Parameter.STEPS, n -> new Budget.Steps(n.integer("steps", 1, Budget.MOST)))
        : axis(Parameter.EPOCHS, n -> new Budget.Epochs(n.integer("epochs", 1, Budget.MOST)));
  }

  private <T> Axis<T> axis(Parameter parameter, Function<Yaml, T> item, T otherwise) {
    return section.has(parameter.column())
        ? axis(parameter, item)
        : new Axis<>(List.of(otherwise), section.location());
  }

  private <T> Axis<T> axis(Parameter parameter, Function<Yaml, ? extends T> item) {
    Yaml given = section.require(parameter.column());
    Section below = given.section(List.of("value", "values"));
    List<T> values =
        below.either("value", "values").equals("value")
            ? List.of(item.apply(below.require("value")))
            : below.require("values").items(item::apply);
    if (values.isEmpty()) {
      throw below.refusal("`values` must not be empty");
    }
    return new Axis<>(values, given.location());
  }

  private static <E extends Enum<E>> Function<Yaml, E> choice(String noun, Class<E> type) {
    return value -> value.choice(type, noun);
  }

  private static int width(Yaml value) {
    return value.integer("width", 1, Configuration.MOST_UNITS);
  }

  private static List<Integer> hidden(Yaml value) {
    List<Integer> widths = value.items(ParameterReader::width);
    checkLayers("widths of hidden", widths, value);
    return widths;
  }

  private static List<Activation> activations(Yaml value) {
    Function<Yaml, Activation> one = choice("activation", Activation.class);
    if (!(value instanceof Sequence)) {
      return List.of(one.apply(value));
    }
    List<Activation> activations = value.items(one);
    checkLayers("activations of a list", activations, value);
    return activations;
  }

  private static void checkLayers(String what, List<?> layers, Yaml value) {
    int most = Configuration.MOST_LAYERS;
    boolean holds = !layers.isEmpty() && layers.size() <= most;
    value.check(
        () -> {
          Range.check(holds, "1 <= " + what + " <= " + most, layers.size());
          return layers;
        });
  }

  private static double dropoutRate(Yaml value) {
    double rate = value.number();
    return value.check(() -> new Dropout(Dropout.Kind.INVERTED, rate)).rate();
  }

  /** The range is the configuration's own, so one is made of it and otherwise valid values. */
  private static double learningRate(Yaml value) {
    double rate = value.number();
    return value
        .check(
            () ->
                new Configuration(
                    List.of(1),
                    List.of(Activation.RELU),
                    Initializer.KAIMING,
                    Dropout.NONE,
                    Optimizer.SGD,
                    rate,
                    new Batch.Full(),
                    new Budget.Steps(1)))
        .learningRate();
  }

  private static Batch batch(Yaml value) {
    if (value instanceof Scalar scalar && scalar.kind() == Kind.TEXT) {
      if (scalar.written().equals("full")) {
        return new Batch.Full();
      }
      throw value.wanted("full or a whole number");
    }
    return new Batch.Mini(value.integer("batch_size", 1, Integer.MAX_VALUE));
  }
}
