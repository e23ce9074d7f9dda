package io.gridproof.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.kernel.Kernel;
import io.gridproof.kernel.TestKernels;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("lanes")
class SelfTestTest {
  private static final SelfTest EXPECTED = new SelfTest("f", "r", "t", "8 lanes, Java 17, amd64");

  @Test
  void everyKernelPasses() {
    SelfTest reference = SelfTest.run(TestKernels.reference());
    assertThat(reference.differences(SelfTest.run(Kernel.best()))).isEmpty();
    assertThat(reference.differences(SelfTest.ofThisJvm())).isEmpty();
  }

  @Test
  void thisJvmGivesTheReference() {
    assertThat(SelfTest.REFERENCE.differences(SelfTest.ofThisJvm())).isEmpty();
  }

  @Test
  void itNamesWhatDiffers() {
    assertThat(EXPECTED.differences(EXPECTED)).isEmpty();
    assertThat(EXPECTED.differences(new SelfTest("f", "r", "t", "16 lanes, Java 25, amd64")))
        .as("the machine may differ")
        .isEmpty();
    assertThat(EXPECTED.differences(new SelfTest("x", "r", "t", ""))).containsExactly("functions");
    assertThat(EXPECTED.differences(new SelfTest("x", "x", "x", "")))
        .containsExactly("functions", "random numbers", "training");
  }
}
