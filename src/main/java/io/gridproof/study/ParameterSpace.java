package io.gridproof.study;

import io.gridproof.study.Form.Value;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The values that a study gives its parameters. Its points are their product; the first axis varies
 * slowest.
 *
 * @param axes in the order of the parameters
 * @param location where the parameters were written, for errors
 */
record ParameterSpace(List<Axis> axes, String location) {

  /** The number of points, however many. */
  BigInteger count() {
    return axes.stream()
        .map(axis -> BigInteger.valueOf(axis.values().size()))
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  /** All points, in order. */
  Stream<Point> points() {
    return LongStream.range(0, count().longValueExact()).mapToObj(this::point);
  }

  /** The point of that number, from 0 on: its digits, where each axis has its own base. */
  private Point point(long index) {
    Map<Parameter, Value<?>> values = new EnumMap<>(Parameter.class);
    long rest = index;
    for (int i = axes.size() - 1; i >= 0; i--) {
      Axis axis = axes.get(i);
      int base = axis.values().size();
      values.put(axis.parameter(), axis.values().get((int) (rest % base)));
      rest /= base;
    }
    return Point.of(values);
  }

  /**
   * @throws InputException if a batch is larger than the training set
   */
  void checkBatches(int trainRows) {
    for (Axis axis : axes) {
      if (axis.parameter() == Parameter.BATCH_SIZE) {
        for (Value<?> value : axis.values()) {
          if (value.column() instanceof Integer samples && samples > trainRows) {
            throw new InputException(
                "`batch_size <= training rows (%d)` must hold, but got %d %s"
                    .formatted(trainRows, samples, axis.location()));
          }
        }
      }
    }
  }
}
