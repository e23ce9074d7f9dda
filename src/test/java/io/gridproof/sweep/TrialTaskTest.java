package io.gridproof.sweep;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridproof.TestSpark;
import io.gridproof.nn.Recording;
import io.gridproof.nn.SelfTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrialTaskTest {

  @Test
  void anExecutorThatComputesOtherBitsIsRefused() {
    TestSpark.session();
    SelfTest here = SelfTest.ofThisJvm();
    SelfTest driver = new SelfTest("other", here.random(), "other", "4 lanes, Java 99, riscv");
    TrialTask task = new TrialTask(driver, null, new Recording(1, 1), false, Duration.ZERO);
    assertThatThrownBy(() -> task.call(null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("executor driver on ")
        .hasMessageEndingWith(
            " is refused: its functions, training would not be the driver's (%s here, 4 lanes, Java 99, riscv there)"
                .formatted(here.machine()));
  }
}
