package io.gridproof.nn;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * One point of a study's parameter space: all that shapes a trial but its seeds and its data.
 *
 * @param hidden widths of the hidden layers, input side first
 * @param activations one for each hidden layer
 * @param learningRate alpha of equations 11-14
 */
public record Configuration(
    List<Integer> hidden,
    List<Activation> activations,
    Initializer initializer,
    Dropout dropout,
    Optimizer optimizer,
    double learningRate,
    Batch batch,
    Budget budget)
    implements Serializable {

  public static final int MOST_LAYERS = 100;
  public static final int MOST_UNITS = 16_384;

  public Configuration {
    hidden = List.copyOf(hidden);
    activations = List.copyOf(activations);
    Range.check(
        !hidden.isEmpty() && hidden.size() <= MOST_LAYERS,
        "1 <= depth <= " + MOST_LAYERS,
        hidden.size());
    for (int width : hidden) {
      Range.check(width >= 1 && width <= MOST_UNITS, "1 <= width <= " + MOST_UNITS, width);
    }
    Range.check(
        activations.size() == hidden.size(),
        "one activation for each of " + hidden.size() + " hidden layers",
        activations.size());
    Objects.requireNonNull(initializer);
    Objects.requireNonNull(dropout);
    Objects.requireNonNull(optimizer);
    Range.check(
        learningRate > 0 && learningRate <= 1000, "0 < learning_rate <= 1000", learningRate);
    Objects.requireNonNull(batch);
    Objects.requireNonNull(budget);
  }

  /** The number of hidden layers. */
  public int depth() {
    return hidden.size();
  }

  /** The given activations, repeated over {@code depth} hidden layers. */
  public static List<Activation> cycle(List<Activation> activations, int depth) {
    return IntStream.range(0, depth)
        .mapToObj(l -> activations.get(l % activations.size()))
        .toList();
  }
}
