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
 * The estimate against what a trial allocates; on the scalar kernel, where vectors are no objects.
 */
class TrainingMemoryTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Splits SPLITS = Images.splits(28, 300, 0, 100);
  private static final Configurations WIDE = Configurations.plain().hidden(700, 600).steps(1);

  static List<Named<Configurations>> trials() {
    Configurations batches = WIDE.miniBatch(100);
    Configurations dropped = batches.dropout(Dropout.Kind.INVERTED, 0.2);
    return List.of(
        Named.of("full batch", WIDE),
        Named.of("mini-batches", batches),
        Named.of("adam", batches.optimizer(Optimizer.ADAM)),
        Named.of("dropout", dropped.optimizer(Optimizer.MOMENTUM)),
        Named.of("gelu", dropped.activations(Activation.GELU).optimizer(Optimizer.ADAM)));
  }

  @ParameterizedTest
  @MethodSource("trials")
  void aTrialNeedsWhatWasEstimated(Configurations trial) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    new Trainer(TestKernels.scalar(), trial.get(), new Seeds(1, 2, 3), new Recording(1, 1), SPLITS)
        .train(() -> false);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    long estimated = TrainingMemory.ofTrial(trial.get(), SPLITS.train());
    assertThat(allocated).isBetween(estimated * 7 / 10, estimated);
  }
}
