package io.gridproof.nn;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How often each class was taken for each class, and the metrics that follow (equations 21-24).
 *
 * @param counts (classes, classes): row actual, column predicted
 */
public record ConfusionMatrix(int[][] counts) implements Serializable {

  static ConfusionMatrix empty() {
    return new ConfusionMatrix(new int[ImageSet.CLASSES][ImageSet.CLASSES]);
  }

  void add(int actual, int predicted) {
    counts[actual][predicted]++;
  }

  public int classes() {
    return counts.length;
  }

  public int total() {
    return IntStream.range(0, classes()).map(this::support).sum();
  }

  public int correct() {
    return IntStream.range(0, classes()).map(k -> counts[k][k]).sum();
  }

  /** The number of samples of a class. */
  public int support(int k) {
    return Arrays.stream(counts[k]).sum();
  }

  private int predicted(int k) {
    return Arrays.stream(counts).mapToInt(row -> row[k]).sum();
  }

  /** correct / total. */
  public double accuracy() {
    return ratio(correct(), total());
  }

  /** TP / (TP + FP); 0 where the class was never predicted. */
  public double precision(int k) {
    return ratio(counts[k][k], predicted(k));
  }

  /** TP / (TP + FN); 0 where the class has no samples. */
  public double recall(int k) {
    return ratio(counts[k][k], support(k));
  }

  /** 2 P R / (P + R); 0 where both are 0. */
  public double f1(int k) {
    double sum = precision(k) + recall(k);
    return sum == 0 ? 0 : 2 * precision(k) * recall(k) / sum;
  }

  public double macroPrecision() {
    return mean(this::precision);
  }

  public double macroRecall() {
    return mean(this::recall);
  }

  public double macroF1() {
    return mean(this::f1);
  }

  private double mean(IntToDoubleFunction metric) {
    // A loop, as DoubleStream.sum promises no order.
    double sum = 0;
    for (int k = 0; k < classes(); k++) {
      sum += metric.applyAsDouble(k);
    }
    return sum / classes();
  }

  private static double ratio(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
