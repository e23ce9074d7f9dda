package io.gridproof.results;

import io.gridproof.nn.ConfusionMatrix;
import io.gridproof.nn.Evaluation;
import io.gridproof.nn.TrainingResult;
import io.gridproof.nn.Weights;
import io.gridproof.results.TrialReport.Execution;
import io.gridproof.study.Point;
import io.gridproof.study.Trial;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A trial as a run reports it: what its rows in the tables are made of. */
record RunTrial(RunInfo run, TrialReport report) {

  /** The confusion matrix of one split of the images. */
  record Split(String name, ConfusionMatrix confusion) {}

  /** One class of a split. */
  record ClassOfSplit(Split split, int label) {}

  /** One cell of a confusion matrix. */
  record Cell(Split split, int actual, int predicted) {
    int count() {
      return split.confusion.counts()[actual][predicted];
    }
  }

  /**
   * A layer of the network.
   *
   * @param number 1 for the first
   */
  record NumberedLayer(int number, Weights.Layer layer) {}

  Trial trial() {
    return report.trial();
  }

  TrainingResult result() {
    return report.result();
  }

  Execution execution() {
    return report.execution();
  }

  Point point() {
    return Point.of(trial().configuration());
  }

  ConfusionMatrix testConfusion() {
    return result().test() == null ? null : result().test().confusion();
  }

  Stream<ClassOfSplit> classes() {
    return splits()
        .flatMap(
            split ->
                IntStream.range(0, split.confusion.classes())
                    .mapToObj(label -> new ClassOfSplit(split, label)));
  }

  Stream<Cell> cells() {
    return classes()
        .flatMap(
            row ->
                IntStream.range(0, row.split.confusion.classes())
                    .mapToObj(predicted -> new Cell(row.split, row.label, predicted)));
  }

  /** The layers, if the weights are kept. */
  Stream<NumberedLayer> layers() {
    Weights weights = result().weights();
    return weights == null
        ? Stream.of()
        : IntStream.range(0, weights.layers().size())
            .mapToObj(l -> new NumberedLayer(l + 1, weights.layers().get(l)));
  }

  /** The splits on which it was evaluated. */
  Stream<Split> splits() {
    return Stream.of(
            split("train", result().train()),
            split("validation", result().validation()),
            split("test", result().test()))
        .flatMap(split -> split);
  }

  private static Stream<Split> split(String name, Evaluation evaluation) {
    return evaluation == null ? Stream.of() : Stream.of(new Split(name, evaluation.confusion()));
  }
}
