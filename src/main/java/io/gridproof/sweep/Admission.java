package io.gridproof.sweep;

import io.gridproof.nn.SelfTest;
import io.gridproof.nn.Splits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkEnv;
import org.apache.spark.broadcast.Broadcast;

/**
 * Whether an executor may train at all.
 *
 * <p>Spark would go on offering trials to an executor that refuses them, and it refuses faster than
 * others train. So after it has told the driver once, it holds a trial for a while before it gives
 * it back: its cores are then taken, and the others get the trials.
 */
final class Admission {
  private static final Duration HOLD = Duration.ofSeconds(3);
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private Admission() {}

  /** Why this executor cannot train; empty if it can. */
  static Optional<Answer.Refused> refusal(SelfTest driver, Broadcast<Splits> images)
      throws InterruptedException {
    Optional<String> reason = reason(driver, images);
    if (reason.isPresent() && TOLD.getAndSet(true)) {
      Thread.sleep(HOLD.toMillis());
    }
    String id = SparkEnv.get().executorId();
    String host = SparkEnv.get().blockManager().blockManagerId().host();
    return reason.map(
        why -> new Answer.Refused(id, "executor %s on %s is refused: %s".formatted(id, host, why)));
  }

  private static Optional<String> reason(SelfTest driver, Broadcast<Splits> images) {
    SelfTest here = SelfTest.ofThisJvm();
    List<String> differences = driver.differences(here);
    if (!differences.isEmpty()) {
      return Optional.of(
          "its %s would not be the driver's (%s here, %s there)"
              .formatted(String.join(", ", differences), here.machine(), driver.machine()));
    }
    try {
      images.value();
      return Optional.empty();
    } catch (OutOfMemoryError e) {
      return Optional.of(
          "its %d MB have no room for the images (spark.executor.memory)"
              .formatted(Runtime.getRuntime().maxMemory() >> 20));
    }
  }
}
