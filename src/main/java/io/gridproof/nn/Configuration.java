package io.gridproof.nn;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Everything that shapes a trial except its seeds and its data. Configurations that mean the same
 * training are equal: the kind of dropout is kept only with a rate above 0, and the coefficient of
 * momentum only with that optimizer.
 *
 * @param hidden widths of the hidden layers, input side first
 * @param activations one for each hidden layer
 * @param momentum beta, the share of the last velocity that the optimizer {@code momentum} keeps
 * @param learningRate alpha of equations 11-14
 * @param weightDecay lambda, for weights and not for biases; the optimizer says what it does
 */
public record Configuration(
    List<Integer> hidden,
    List<Activation> activations,
    Initializer initializer,
    Dropout dropout,
    Optimizer optimizer,
    double momentum,
    double learningRate,
    double weightDecay,
    Batch batch,
    Budget budget)
    implements Serializable {

  public static final int MOST_LAYERS = 100;
  public static final int MOST_UNITS = 16_384;
  private static final double USUAL_MOMENTUM = 0.9;

  /**
   * The values that hold where a study gives none. Layers, learning rate and budget have no usual
   * value; every study gives them.
   */
  public static final Configuration USUAL =
      new Configuration(
          List.of(10),
          List.of(Activation.RELU),
          Initializer.KAIMING,
          Dropout.NONE,
          Optimizer.SGD,
          USUAL_MOMENTUM,
          0.1,
          0,
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
    checkMomentum(momentum);
    momentum = optimizer == Optimizer.MOMENTUM ? momentum : USUAL_MOMENTUM;
    checkLearningRate(learningRate);
    checkWeightDecay(weightDecay);
    Objects.requireNonNull(batch);
    Objects.requireNonNull(budget);
  }

  /**
   * @param what names the number of layers in the message
   * @throws IllegalArgumentException if there are too few or too many hidden layers
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
  public static void checkMomentum(double momentum) {
    Require.that(momentum >= 0 && momentum < 1, "0 <= momentum < 1", momentum);
  }

  /**
   * @throws IllegalArgumentException if it is out of range
   */
  public static void checkLearningRate(double rate) {
    Require.that(rate > 0 && rate <= 1000, "0 < learning_rate <= 1000", rate);
  }

  /**
   * @throws IllegalArgumentException if it is out of range
   */
  public static void checkWeightDecay(double decay) {
    Require.that(decay >= 0 && decay <= 1, "0 <= weight_decay <= 1", decay);
  }

  /** The number of hidden layers. */
  public int depth() {
    return hidden.size();
  }

  /** Other hidden layers; the activations are repeated over them. */
  public Configuration withHidden(List<Integer> changed) {
    return with(
        draft -> {
          draft.hidden = changed;
          draft.activations = cycle(activations, changed.size());
        });
  }

  /** Other activations, repeated over the hidden layers. */
  public Configuration withActivations(List<Activation> cycled) {
    return with(draft -> draft.activations = cycle(cycled, depth()));
  }

  public Configuration withInitializer(Initializer changed) {
    return with(draft -> draft.initializer = changed);
  }

  public Configuration withDropout(Dropout changed) {
    return with(draft -> draft.dropout = changed);
  }

  public Configuration withOptimizer(Optimizer changed) {
    return with(draft -> draft.optimizer = changed);
  }

  /** Has an effect only after {@code withOptimizer(MOMENTUM)}. */
  public Configuration withMomentum(double changed) {
    return with(draft -> draft.momentum = changed);
  }

  public Configuration withLearningRate(double changed) {
    return with(draft -> draft.learningRate = changed);
  }

  public Configuration withWeightDecay(double changed) {
    return with(draft -> draft.weightDecay = changed);
  }

  public Configuration withBatch(Batch changed) {
    return with(draft -> draft.batch = changed);
  }

  public Configuration withBudget(Budget changed) {
    return with(draft -> draft.budget = changed);
  }

  private Configuration with(Consumer<Draft> change) {
    Draft draft = new Draft();
    draft.hidden = hidden;
    draft.activations = activations;
    draft.initializer = initializer;
    draft.dropout = dropout;
    draft.optimizer = optimizer;
    draft.momentum = momentum;
    draft.learningRate = learningRate;
    draft.weightDecay = weightDecay;
    draft.batch = batch;
    draft.budget = budget;
    change.accept(draft);
    return new Configuration(
        draft.hidden,
        draft.activations,
        draft.initializer,
        draft.dropout,
        draft.optimizer,
        draft.momentum,
        draft.learningRate,
        draft.weightDecay,
        draft.batch,
        draft.budget);
  }

  /** The components of a configuration that is about to be made. */
  private static final class Draft {
    private List<Integer> hidden;
    private List<Activation> activations;
    private Initializer initializer;
    private Dropout dropout;
    private Optimizer optimizer;
    private double momentum;
    private double learningRate;
    private double weightDecay;
    private Batch batch;
    private Budget budget;
  }

  /** The given activations, repeated over {@code depth} hidden layers. */
  public static List<Activation> cycle(List<Activation> activations, int depth) {
    return IntStream.range(0, depth)
        .mapToObj(l -> activations.get(l % activations.size()))
        .toList();
  }
}
