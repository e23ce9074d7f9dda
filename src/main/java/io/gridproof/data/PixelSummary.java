package io.gridproof.data;

import java.io.Serializable;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Aggregator;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * An aggregate function for SQL: images in, the distribution of their pixels out. To explode every
 * image into a row for each pixel would take Spark a hundred times as long. Public, as Spark
 * demands.
 */
public final class PixelSummary extends Aggregator<byte[], PixelSummary.Seen, Row> {
  private static final long serialVersionUID = 1L;

  /** Range, mean and standard deviation of all pixels; positions where all images are equal. */
  static final StructType RESULT =
      new StructType()
          .add("least", DataTypes.IntegerType)
          .add("most", DataTypes.IntegerType)
          .add("mean", DataTypes.DoubleType)
          .add("deviation", DataTypes.DoubleType)
          .add("constant", DataTypes.LongType);

  /** What has been seen of some images; by position where it is an array. */
  public static final class Seen implements Serializable {
    private static final long serialVersionUID = 1L;

    private int[] least = {};
    private int[] most = {};
    private long count;
    private long sum;
    private long sumOfSquares;
  }

  @Override
  public Seen zero() {
    return new Seen();
  }

  @Override
  public Seen reduce(Seen seen, byte[] pixels) {
    int[] values = new int[pixels.length];
    for (int i = 0; i < values.length; i++) {
      int value = pixels[i] & 0xff;
      values[i] = value;
      seen.sum += value;
      seen.sumOfSquares += (long) value * value;
    }
    seen.count += values.length;
    widen(seen, values, values);
    return seen;
  }

  @Override
  public Seen merge(Seen seen, Seen other) {
    seen.count += other.count;
    seen.sum += other.sum;
    seen.sumOfSquares += other.sumOfSquares;
    widen(seen, other.least, other.most);
    return seen;
  }

  private static void widen(Seen seen, int[] least, int[] most) {
    if (seen.least.length == 0) {
      seen.least = least.clone();
      seen.most = most.clone();
    }
    for (int i = 0; i < least.length; i++) {
      seen.least[i] = Math.min(seen.least[i], least[i]);
      seen.most[i] = Math.max(seen.most[i], most[i]);
    }
  }

  @Override
  public Row finish(Seen seen) {
    int least = 255;
    int most = 0;
    long constant = 0;
    for (int i = 0; i < seen.least.length; i++) {
      least = Math.min(least, seen.least[i]);
      most = Math.max(most, seen.most[i]);
      constant += seen.least[i] == seen.most[i] ? 1 : 0;
    }
    double mean = (double) seen.sum / seen.count;
    double variance = (double) seen.sumOfSquares / seen.count - mean * mean;
    return RowFactory.create(least, most, mean, Math.sqrt(Math.max(0, variance)), constant);
  }

  @Override
  public Encoder<Seen> bufferEncoder() {
    return Encoders.javaSerialization(Seen.class);
  }

  @Override
  public Encoder<Row> outputEncoder() {
    return Encoders.row(RESULT);
  }
}
