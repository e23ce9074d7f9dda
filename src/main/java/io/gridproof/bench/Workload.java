package io.gridproof.bench;

import io.gridproof.nn.Batch;
import io.gridproof.nn.Budget;
import io.gridproof.nn.Configuration;
import io.gridproof.nn.Dropout;
import io.gridproof.nn.ImageSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The trainings that speed is measured on: the paper's, a usual one and a wide one. */
public enum Workload {
  PAPER(List.of(10), new Batch.Full(), Dropout.NONE),
  USUAL(List.of(128, 64), new Batch.Mini(128), Dropout.NONE),
  WIDE(List.of(512, 512), new Batch.Mini(128), new Dropout(Dropout.Kind.INVERTED, 0.2));

  private final List<Integer> hidden;
  private final Batch batch;
  private final Dropout dropout;

  Workload(List<Integer> hidden, Batch batch, Dropout dropout) {
    this.hidden = hidden;
    this.batch = batch;
    this.dropout = dropout;
  }

  /** The configuration, for so many steps. */
  public Configuration configuration(int steps) {
    return Configuration.USUAL
        .withHidden(hidden)
        .withDropout(dropout)
        .withBatch(batch)
        .withBudget(new Budget.Steps(steps));
  }

  /** Inputs, hidden layers and classes, as in 784-128-64-10. */
  public String layers(int inputs) {
    return Stream.of(List.of(inputs), hidden, List.of(ImageSet.CLASSES))
        .flatMap(List::stream)
        .map(String::valueOf)
        .collect(Collectors.joining("-"));
  }

  /** The samples of a step; 0 is all of them. */
  public int batchSize() {
    return batch instanceof Batch.Mini mini ? mini.size(Integer.MAX_VALUE) : 0;
  }

  public double dropoutRate() {
    return dropout.rate();
  }
}
