package io.gridproof.study;

import io.gridproof.nn.Activation;
import io.gridproof.nn.Batch;
import io.gridproof.nn.Budget;
import io.gridproof.nn.Dropout;
import io.gridproof.nn.Initializer;
import io.gridproof.nn.Optimizer;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The values that a study gives each parameter. Its points are their product, of which the first
 * component turns slowest.
 *
 * @param location where the parameters were written, for errors
 */
record ParameterSpace(
    Layers layers,
    Axis<List<Activation>> activations,
    Axis<Initializer> initializers,
    Axis<Double> dropoutRates,
    Axis<Dropout.Kind> dropoutKinds,
    Axis<Optimizer> optimizers,
    Axis<Double> learningRates,
    Axis<Batch> batches,
    Axis<Budget> budgets,
    String location) {

  /** The two ways to give the hidden layers. */
  sealed interface Layers {
    BigInteger count();

    List<Integer> take(Digits digits);

    /** The parameter {@code hidden}: the width of each layer. */
    record Listed(Axis<List<Integer>> hidden) implements Layers {
      @Override
      public BigInteger count() {
        return hidden.count();
      }

      @Override
      public List<Integer> take(Digits digits) {
        return digits.take(hidden);
      }
    }

    /** The parameters {@code depth} and {@code width}: layers of one width. */
    record Uniform(Axis<Integer> depths, Axis<Integer> widths) implements Layers {
      @Override
      public BigInteger count() {
        return depths.count().multiply(widths.count());
      }

      @Override
      public List<Integer> take(Digits digits) {
        int width = digits.take(widths);
        return Collections.nCopies(digits.take(depths), width);
      }
    }
  }

  /** The number of points, however many. */
  BigInteger count() {
    return Stream.of(
            activations,
            initializers,
            dropoutRates,
            dropoutKinds,
            optimizers,
            learningRates,
            batches,
            budgets)
        .map(Axis::count)
        .reduce(layers.count(), BigInteger::multiply);
  }

  /** All points, in order. */
  Stream<Point> points() {
    return LongStream.range(0, count().longValueExact()).mapToObj(this::point);
  }

  private Point point(long index) {
    Digits digits = new Digits(index);
    Budget budget = digits.take(budgets);
    Batch batch = digits.take(batches);
    double learningRate = digits.take(learningRates);
    Optimizer optimizer = digits.take(optimizers);
    Dropout.Kind dropoutKind = digits.take(dropoutKinds);
    double dropoutRate = digits.take(dropoutRates);
    Initializer initializer = digits.take(initializers);
    List<Activation> activation = digits.take(activations);
    return new Point(
        layers.take(digits),
        activation,
        initializer,
        new Dropout(dropoutKind, dropoutRate),
        optimizer,
        learningRate,
        batch,
        budget);
  }

  /** The digits of a point's number, where each axis has its own base; the last axis first. */
  static final class Digits {
    private long rest;

    Digits(long index) {
      rest = index;
    }

    <T> T take(Axis<T> axis) {
      int digit = (int) (rest % axis.values().size());
      rest /= axis.values().size();
      return axis.values().get(digit);
    }
  }

  /**
   * @throws InputException if a batch is larger than the training set
   */
  void checkBatches(int trainRows) {
    for (Batch batch : batches.values()) {
      if (batch.size(trainRows) > trainRows) {
        throw new InputException(
            "`batch_size <= training rows (%d)` must hold, but got %d %s"
                .formatted(trainRows, batch.size(trainRows), batches.location()));
      }
    }
  }
}
