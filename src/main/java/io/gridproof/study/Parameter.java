package io.gridproof.study;

import io.gridproof.nn.Activation;
import io.gridproof.nn.Batch;
import io.gridproof.nn.Budget;
import io.gridproof.nn.Configuration;
import io.gridproof.nn.Dropout;
import io.gridproof.nn.Initializer;
import io.gridproof.nn.Optimizer;
import io.gridproof.study.Form.Value;
import io.gridproof.study.Yaml.Kind;
import io.gridproof.study.Yaml.Scalar;
import io.gridproof.study.Yaml.Sequence;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The parameters of a study, as keys of its file and as columns of {@code where} and tables. This
 * is the declaration of each: its name, its values and its place in a {@link Configuration}, which
 * holds its range and its usual value.
 *
 * <p>A study's points are enumerated in this order, the first parameter slowest, and a point is
 * applied to a configuration in this order.
 *
 * <p>{@link Identity} hashes the columns. A parameter that is added later must therefore be absent
 * at the value that training used before the parameter existed: see {@link #isAbsentAt}.
 */
public enum Parameter {
  /** The number of hidden layers. */
  DEPTH(
      Form.number(
          Integer.class,
          yaml -> yaml.integer("depth", 1, Configuration.MOST_LAYERS),
          Configuration::depth,
          (c, depth) -> c.withHidden(Collections.nCopies(depth, c.hidden().get(0))))),
  /** Units of each hidden layer; null where they differ. */
  WIDTH(
      Form.number(
          Integer.class,
          Parameter::readWidth,
          c -> Set.copyOf(c.hidden()).size() == 1 ? c.hidden().get(0) : null,
          (c, width) -> c.withHidden(Collections.nCopies(c.depth(), width)))),
  /** Units by layer, for example {@code 128-64}. */
  HIDDEN(
      Form.list(
          "-",
          yaml -> readLayers(yaml, "widths of hidden", yaml.items(Parameter::readWidth)),
          Configuration::hidden,
          Configuration::withHidden,
          String::valueOf,
          Integer::valueOf)),
  /** For example {@code sigmoid+tanh}, to be cycled over the hidden layers. */
  ACTIVATION(
      Form.list(
          "+",
          Parameter::readActivations,
          c -> shortestCycle(c.activations()),
          Configuration::withActivations,
          Names::of,
          name -> Names.parse(Activation.class, name))),
  INITIALIZER(
      Form.choice(
          Initializer.class,
          "initializer",
          Configuration::initializer,
          Configuration::withInitializer)),
  /** A rate. */
  DROPOUT(
      Form.number(
          Double.class,
          yaml -> readReal(yaml, Dropout::checkRate),
          c -> c.dropout().rate(),
          (c, rate) -> c.withDropout(new Dropout(c.dropout().kind(), rate)))),
  /** Means nothing where the rate is 0. */
  DROPOUT_KIND(
      Form.choice(
          Dropout.Kind.class,
          "dropout_kind",
          c -> c.dropout().kind(),
          (c, kind) -> c.withDropout(new Dropout(kind, c.dropout().rate())))),
  OPTIMIZER(
      Form.choice(
          Optimizer.class, "optimizer", Configuration::optimizer, Configuration::withOptimizer)),
  /**
   * The coefficient of the optimizer {@code momentum}; null for another, where it means nothing.
   * Older results, which have no such column, were trained with 0.9.
   */
  MOMENTUM(
      Form.number(
          Double.class,
          yaml -> readReal(yaml, Configuration::checkMomentum),
          c -> c.optimizer() == Optimizer.MOMENTUM ? c.momentum() : null,
          Configuration::withMomentum),
      0.9),
  LEARNING_RATE(
      Form.number(
          Double.class,
          yaml -> readReal(yaml, Configuration::checkLearningRate),
          Configuration::learningRate,
          Configuration::withLearningRate)),
  /** Older results, which have no such column, were trained with 0. */
  WEIGHT_DECAY(
      Form.number(
          Double.class,
          yaml -> readReal(yaml, Configuration::checkWeightDecay),
          Configuration::weightDecay,
          Configuration::withWeightDecay),
      0.0),
  /** Samples; null for the full batch. */
  BATCH_SIZE(
      new Form<Batch>(
          Integer.class,
          Parameter::readBatch,
          Configuration::batch,
          Configuration::withBatch,
          batch -> batch instanceof Batch.Mini mini ? mini.samples() : null,
          samples -> new Batch.Mini((Integer) samples))),
  /** Null where epochs are given. */
  STEPS(
      Form.number(
          Integer.class,
          yaml -> yaml.integer("steps", 1, Budget.MOST),
          c -> c.budget() instanceof Budget.Steps steps ? steps.count() : null,
          (c, count) -> c.withBudget(new Budget.Steps(count)))),
  /** Null where steps are given. */
  EPOCHS(
      Form.number(
          Integer.class,
          yaml -> yaml.integer("epochs", 1, Budget.MOST),
          c -> c.budget() instanceof Budget.Epochs epochs ? epochs.count() : null,
          (c, count) -> c.withBudget(new Budget.Epochs(count))));

  private final Form<?> form;
  private final Object absent;

  /** A parameter that was there from the beginning, so that each of its values has a name. */
  Parameter(Form<?> form) {
    this(form, null);
  }

  Parameter(Form<?> form, Object absent) {
    this.form = form;
    this.absent = absent;
  }

  /** The name of the column and of the key. */
  public String column() {
    return Names.of(this);
  }

  /** Integer, Double or String. */
  public Class<?> type() {
    return form.columnType();
  }

  /** The point's value, of the {@link #type}, or null where the column has none. */
  public Object value(Point point) {
    return point.column(this);
  }

  /**
   * Whether a configuration's name leaves out the parameter. It does if there is no value, or if
   * training used this value before the parameter existed.
   */
  public boolean isAbsentAt(Object value) {
    return value == null || value.equals(absent);
  }

  Value<?> read(Yaml yaml) {
    return form.read(yaml);
  }

  Value<?> valueOf(Configuration configuration) {
    return form.of(configuration);
  }

  Value<?> ofColumn(Object stored) {
    return form.ofColumn(stored);
  }

  private static int readWidth(Yaml yaml) {
    return yaml.integer("width", 1, Configuration.MOST_UNITS);
  }

  private static double readReal(Yaml yaml, Consumer<Double> check) {
    double number = yaml.number();
    return yaml.check(
        () -> {
          check.accept(number);
          return number;
        });
  }

  private static <T> List<T> readLayers(Yaml yaml, String what, List<T> layers) {
    return yaml.check(
        () -> {
          Configuration.checkLayers(layers, what);
          return layers;
        });
  }

  private static List<Activation> readActivations(Yaml yaml) {
    if (!(yaml instanceof Sequence)) {
      return List.of(readActivation(yaml));
    }
    return readLayers(yaml, "activations of a list", yaml.items(Parameter::readActivation));
  }

  private static Activation readActivation(Yaml yaml) {
    return yaml.choice(Activation.class, "activation");
  }

  private static Batch readBatch(Yaml yaml) {
    if (yaml instanceof Scalar scalar && scalar.kind() == Kind.TEXT) {
      if (scalar.written().equals("full")) {
        return new Batch.Full();
      }
      throw yaml.wanted("full or a whole number");
    }
    return new Batch.Mini(yaml.integer("batch_size", 1, Integer.MAX_VALUE));
  }

  /** The fewest activations that give the same layers when cycled. */
  private static List<Activation> shortestCycle(List<Activation> layers) {
    int length = 1;
    while (!Configuration.cycle(layers.subList(0, length), layers.size()).equals(layers)) {
      length++;
    }
    return layers.subList(0, length);
  }
}
