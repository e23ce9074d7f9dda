package io.gridproof.nn;

import java.util.List;

/** Configurations for tests: a plain one, and what differs from it. */
record Configurations(
    List<Integer> hidden,
    List<Activation> activations,
    Initializer initializer,
    Dropout dropout,
    Optimizer optimizer,
    double learningRate,
    Batch batch,
    Budget budget) {

  /** One hidden layer of 10, ReLU, Kaiming, full batch, no dropout; alpha = 0.5, 12 steps. */
  static Configurations plain() {
    return new Configurations(
        List.of(10),
        List.of(Activation.RELU),
        Initializer.KAIMING,
        Dropout.NONE,
        Optimizer.SGD,
        0.5,
        new Batch.Full(),
        new Budget.Steps(12));
  }

  Configurations hidden(Integer... widths) {
    return new Configurations(
        List.of(widths),
        Configuration.cycle(activations, widths.length),
        initializer,
        dropout,
        optimizer,
        learningRate,
        batch,
        budget);
  }

  /** The activations, repeated over the hidden layers. */
  Configurations activations(Activation... cycled) {
    return new Configurations(
        hidden,
        Configuration.cycle(List.of(cycled), hidden.size()),
        initializer,
        dropout,
        optimizer,
        learningRate,
        batch,
        budget);
  }

  Configurations initializer(Initializer changed) {
    return new Configurations(
        hidden, activations, changed, dropout, optimizer, learningRate, batch, budget);
  }

  Configurations dropout(Dropout.Kind kind, double rate) {
    return new Configurations(
        hidden,
        activations,
        initializer,
        new Dropout(kind, rate),
        optimizer,
        learningRate,
        batch,
        budget);
  }

  Configurations optimizer(Optimizer changed) {
    return new Configurations(
        hidden, activations, initializer, dropout, changed, learningRate, batch, budget);
  }

  Configurations learningRate(double changed) {
    return new Configurations(
        hidden, activations, initializer, dropout, optimizer, changed, batch, budget);
  }

  Configurations miniBatch(int samples) {
    return new Configurations(
        hidden,
        activations,
        initializer,
        dropout,
        optimizer,
        learningRate,
        new Batch.Mini(samples),
        budget);
  }

  Configurations budget(Budget changed) {
    return new Configurations(
        hidden, activations, initializer, dropout, optimizer, learningRate, batch, changed);
  }

  Configurations steps(int count) {
    return budget(new Budget.Steps(count));
  }

  Configuration get() {
    return new Configuration(
        hidden, activations, initializer, dropout, optimizer, learningRate, batch, budget);
  }
}
