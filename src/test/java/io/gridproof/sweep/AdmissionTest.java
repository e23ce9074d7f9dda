package io.gridproof.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.TestSpark;
import io.gridproof.nn.SelfTest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  @Test
  void anExecutorThatComputesOtherBitsSaysWhatDiffers() throws Exception {
    TestSpark.session();
    SelfTest here = SelfTest.ofThisJvm();
    Map<String, String> digests = new LinkedHashMap<>(here.digests());
    digests.put("functions", "other");
    digests.put("training", "other");
    SelfTest driver = new SelfTest(digests, "4 lanes, Java 99, riscv");
    assertThat(Admission.refusal(driver, null))
        .hasValueSatisfying(
            refused ->
                assertThat(refused.reason())
                    .startsWith("executor driver on ")
                    .endsWith(
                        " is refused: its functions, training would not be the driver's (%s here, 4 lanes, Java 99, riscv there)"
                            .formatted(here.machine())));
  }
}
