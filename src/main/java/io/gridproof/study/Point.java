package io.gridproof.study;

import static java.util.stream.Collectors.joining;

import io.gridproof.nn.Activation;
import io.gridproof.nn.Batch;
import io.gridproof.nn.Budget;
import io.gridproof.nn.Configuration;
import io.gridproof.nn.Dropout;
import io.gridproof.nn.Initializer;
import io.gridproof.nn.Optimizer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A point of the grid as its author wrote it: the bridge between a {@link Configuration} and its
 * columns in tables and in {@code where}. Several points can mean one configuration.
 *
 * @param activations to be cycled over the hidden layers
 * @param dropout whose kind means nothing where its rate is 0
 */
public record Point(
    List<Integer> hidden,
    List<Activation> activations,
    Initializer initializer,
    Dropout dropout,
    Optimizer optimizer,
    double learningRate,
    Batch batch,
    Budget budget) {

  private static final String BETWEEN_WIDTHS = "-";
  private static final String BETWEEN_ACTIVATIONS = "+";

  /** The one point by which a configuration is stored and identified. */
  public static Point of(Configuration configuration) {
    return new Point(
        configuration.hidden(),
        shortestCycle(configuration.activations()),
        configuration.initializer(),
        canonical(configuration.dropout()),
        configuration.optimizer(),
        configuration.learningRate(),
        configuration.batch(),
        configuration.budget());
  }

  /** What the point means. */
  public Configuration configuration() {
    return new Configuration(
        hidden,
        Configuration.cycle(activations, hidden.size()),
        initializer,
        canonical(dropout),
        optimizer,
        learningRate,
        batch,
        budget);
  }

  /** The point of a table row, from the values that {@link Parameter#value} gave. */
  public static Point fromColumns(Function<Parameter, Object> row) {
    Integer batchSize = (Integer) row.apply(Parameter.BATCH_SIZE);
    Integer steps = (Integer) row.apply(Parameter.STEPS);
    return new Point(
        split(row.apply(Parameter.HIDDEN), BETWEEN_WIDTHS, Integer::valueOf),
        split(
            row.apply(Parameter.ACTIVATION),
            BETWEEN_ACTIVATIONS,
            name -> Names.parse(Activation.class, name)),
        Names.parse(Initializer.class, (String) row.apply(Parameter.INITIALIZER)),
        new Dropout(
            Names.parse(Dropout.Kind.class, (String) row.apply(Parameter.DROPOUT_KIND)),
            (Double) row.apply(Parameter.DROPOUT)),
        Names.parse(Optimizer.class, (String) row.apply(Parameter.OPTIMIZER)),
        (Double) row.apply(Parameter.LEARNING_RATE),
        batchSize == null ? new Batch.Full() : new Batch.Mini(batchSize),
        steps == null
            ? new Budget.Epochs((Integer) row.apply(Parameter.EPOCHS))
            : new Budget.Steps(steps));
  }

  String hiddenText() {
    return hidden.stream().map(String::valueOf).collect(joining(BETWEEN_WIDTHS));
  }

  String activationText() {
    return activations.stream().map(Names::of).collect(joining(BETWEEN_ACTIVATIONS));
  }

  private static <T> List<T> split(Object text, String separator, Function<String, T> item) {
    return Arrays.stream(((String) text).split("[" + separator + "]")).map(item).toList();
  }

  private static Dropout canonical(Dropout dropout) {
    return dropout.isNone() ? Dropout.NONE : dropout;
  }

  /** The fewest activations that give the same layers when cycled. */
  private static List<Activation> shortestCycle(List<Activation> layers) {
    return IntStream.rangeClosed(1, layers.size())
        .mapToObj(length -> layers.subList(0, length))
        .filter(cycle -> Configuration.cycle(cycle, layers.size()).equals(layers))
        .findFirst()
        .orElseThrow();
  }
}
