package io.gridproof.nn;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * All that shapes a trial but its seeds and its data. Configurations that mean the same training
 * are equal: the kind of dropout is not kept where nothing is dropped.
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

  /**
   * What a study means that says nothing. Layers, learning rate and budget have no usual value;
   * every study gives them.
   */
  public static final Configuration USUAL =
      new Configuration(
          List.of(10),
          List.of(Activation.RELU),
          Initializer.KAIMING,
          Dropout.NONE,
          Optimizer.SGD,
          0.1,
          new Batch.Full(),
          new Budget.Steps(1));

  public Configuration {
    hidden = List.copyOf(hidden);
    activations = List.copyOf(activations);
    checkLayers(hidden, "depth");
    hidden.forEach(Configuration::checkWidth);
    Require.that(
        activations.size() == hidden.size(),
        "one activation for each of " + hidden.size() + " hidden layers",
        activations.size());
    Objects.requireNonNull(initializer);
    dropout = dropout.isNone() ? Dropout.NONE : dropout;
    Objects.requireNonNull(optimizer);
    checkLearningRate(learningRate);
    Objects.requireNonNull(batch);
    Objects.requireNonNull(budget);
  }

  /**
   * @param what names the number of layers in the message
   * @throws IllegalArgumentException if a list cannot be one of hidden layers
   */
  public static void checkLayers(List<?> layers, String what) {
    Require.that(
        !layers.isEmpty() && layers.size() <= MOST_LAYERS,
        "1 <= " + what + " <= " + MOST_LAYERS,
        layers.size());
  }

  /**
   * @throws IllegalArgumentException if no layer can be that wide
   */
  public static void checkWidth(int width) {
    Require.that(width >= 1 && width <= MOST_UNITS, "1 <= width <= " + MOST_UNITS, width);
  }

  /**
   * @throws IllegalArgumentException if it is out of range
   */
  public static void checkLearningRate(double rate) {
    Require.that(rate > 0 && rate <= 1000, "0 < learning_rate <= 1000", rate);
  }

  /** The number of hidden layers. */
  public int depth() {
    return hidden.size();
  }

  /** Other hidden layers; the activations are repeated over them. */
  public Configuration withHidden(List<Integer> changed) {
    return new Configuration(
        changed,
        cycle(activations, changed.size()),
        initializer,
        dropout,
        optimizer,
        learningRate,
        batch,
        budget);
  }

  /** Other activations, repeated over the hidden layers. */
  public Configuration withActivations(List<Activation> cycled) {
    return new Configuration(
        hidden,
        cycle(cycled, depth()),
        initializer,
        dropout,
        optimizer,
        learningRate,
        batch,
        budget);
  }

  public Configuration withInitializer(Initializer changed) {
    return new Configuration(
        hidden, activations, changed, dropout, optimizer, learningRate, batch, budget);
  }

  public Configuration withDropout(Dropout changed) {
    return new Configuration(
        hidden, activations, initializer, changed, optimizer, learningRate, batch, budget);
  }

  public Configuration withOptimizer(Optimizer changed) {
    return new Configuration(
        hidden, activations, initializer, dropout, changed, learningRate, batch, budget);
  }

  public Configuration withLearningRate(double changed) {
    return new Configuration(
        hidden, activations, initializer, dropout, optimizer, changed, batch, budget);
  }

  public Configuration withBatch(Batch changed) {
    return new Configuration(
        hidden, activations, initializer, dropout, optimizer, learningRate, changed, budget);
  }

  public Configuration withBudget(Budget changed) {
    return new Configuration(
        hidden, activations, initializer, dropout, optimizer, learningRate, batch, changed);
  }

  /** The given activations, repeated over {@code depth} hidden layers. */
  public static List<Activation> cycle(List<Activation> activations, int depth) {
    return IntStream.range(0, depth)
        .mapToObj(l -> activations.get(l % activations.size()))
        .toList();
  }
}
