package io.gridproof.nn;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;

/**
 * A trial after a step.
 *
 * @param step from 1 on
 * @param epoch passes over the training set
 * @param train the mean over the batches since the last point; each batch is measured before the
 *     update of its step, with dropout
 * @param validation after the step's update; null where not measured
 * @param test after the step's update; null where not measured
 * @param weightsDigest the first digits of the weights' SHA-256 after the step's update; null where
 *     {@code test} is null
 */
public record CurvePoint(
    int step, double epoch, Score train, Score validation, Score test, String weightsDigest)
    implements Serializable {

  /** SHA-256 over the bits of all points, as hexadecimal digits. */
  static String sha256(List<CurvePoint> curve) {
    MessageDigest digest = Sha256.create();
    for (CurvePoint point : curve) {
      ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + 7 * Double.BYTES + 3);
      bytes.putInt(point.step).putDouble(point.epoch);
      put(point.train, bytes);
      put(point.validation, bytes);
      put(point.test, bytes);
      digest.update(bytes.array(), 0, bytes.position());
    }
    return Sha256.hex(digest);
  }

  private static void put(Score score, ByteBuffer bytes) {
    bytes.put((byte) (score == null ? 0 : 1));
    if (score != null) {
      bytes.putLong(Double.doubleToLongBits(score.loss()));
      bytes.putLong(Double.doubleToLongBits(score.accuracy()));
    }
  }
}
