package io.gridproof.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.gridproof.kernel.TestKernels;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A step works in memory that was made before. On the scalar kernel, as vectors are objects until
 * the compiler has replaced them.
 */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A few boxed numbers and iterators, but nothing as large as a row of pixels. */
  private static final long MOST_BYTES = 1000;

  private static final int STEPS = 40;
  private static final Splits SPLITS = Images.splits(12, 300, 40, 200);
  private static final Configurations DEEP =
      Configurations.plain().hidden(33, 10).activations(Activation.SIGMOID, Activation.TANH);

  static List<Named<Configurations>> trials() {
    return List.of(
        Named.of("full batch", DEEP),
        Named.of("mini-batches", DEEP.miniBatch(130)),
        Named.of("dropout", DEEP.dropout(Dropout.Kind.INVERTED, 0.2).miniBatch(64)),
        Named.of("momentum", DEEP.optimizer(Optimizer.MOMENTUM).miniBatch(64)),
        Named.of("adam", DEEP.optimizer(Optimizer.ADAM).miniBatch(64)));
  }

  @ParameterizedTest
  @MethodSource("trials")
  void aStepAllocatesNextToNothing(Configurations configurations) {
    long[] allocated = new long[STEPS + 1];
    int[] step = {0};
    Recording never = new Recording(STEPS, STEPS);
    new Trainer(
            TestKernels.scalar(),
            configurations.steps(STEPS).get(),
            new Seeds(1, 2, 3),
            never,
            SPLITS)
        .train(
            () -> {
              allocated[step[0]++] = THREADS.getCurrentThreadAllocatedBytes();
              return false;
            });
    int from = STEPS / 2;
    int to = STEPS - 1;
    assertThat((allocated[to] - allocated[from]) / (to - from)).isLessThan(MOST_BYTES);
  }
}
