package io.gridproof.nn;

import java.util.List;

/** Configurations in few words: a plain one, and what differs from it. */
record Configurations(Configuration get) {

  /** One hidden layer of 10, ReLU, Kaiming, full batch, no dropout; alpha = 0.5, 12 steps. */
  static Configurations plain() {
    return new Configurations(Configuration.USUAL).learningRate(0.5).steps(12);
  }

  Configurations hidden(Integer... widths) {
    return new Configurations(get.withHidden(List.of(widths)));
  }

  /** The activations, repeated over the hidden layers. */
  Configurations activations(Activation... cycled) {
    return new Configurations(get.withActivations(List.of(cycled)));
  }

  Configurations initializer(Initializer changed) {
    return new Configurations(get.withInitializer(changed));
  }

  Configurations dropout(Dropout.Kind kind, double rate) {
    return new Configurations(get.withDropout(new Dropout(kind, rate)));
  }

  Configurations optimizer(Optimizer changed) {
    return new Configurations(get.withOptimizer(changed));
  }

  Configurations momentum(double coefficient) {
    return new Configurations(get.withOptimizer(Optimizer.MOMENTUM).withMomentum(coefficient));
  }

  Configurations learningRate(double changed) {
    return new Configurations(get.withLearningRate(changed));
  }

  Configurations weightDecay(double changed) {
    return new Configurations(get.withWeightDecay(changed));
  }

  Configurations miniBatch(int samples) {
    return new Configurations(get.withBatch(new Batch.Mini(samples)));
  }

  Configurations budget(Budget changed) {
    return new Configurations(get.withBudget(changed));
  }

  Configurations steps(int count) {
    return budget(new Budget.Steps(count));
  }
}
