package io.gridproof.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.nn.Configuration;
import io.gridproof.nn.Seeds;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Results that exist are found by these names: they may not change. The expected values come from
 * {@code printf TEXT | sha256sum | cut -c1-16}, where TEXT is the canonical text, and from an
 * independent Philox4x32-10 in Python with key 42 and counter (replicate, purpose, 0, 1).
 */
class IdentityTest {
  private static final Seeds SEEDS = new Seeds(1, -1, Long.MIN_VALUE);

  private static final String[] DEEP = {
    "parameters.depth=2",
    "parameters.activation.value=[sigmoid, tanh]",
    "parameters.initializer=random",
    "parameters.dropout=0.2",
    "parameters.dropout_kind=as_written",
    "parameters.batch_size=128"
  };

  private static Configuration only(String... settings) {
    return Studies.grid(Studies.with(settings)).configurations().get(0);
  }

  @Test
  void theCanonicalTextHasALineForEachParameterThatHasAValue() {
    assertThat(Identity.canonical(only(DEEP)))
        .isEqualTo(
            """
            depth=2
            width=10
            hidden=10-10
            activation=sigmoid+tanh
            initializer=random
            dropout=3fc999999999999a
            dropout_kind=as_written
            optimizer=sgd
            learning_rate=3fb999999999999a
            batch_size=128
            steps=5
            """);
  }

  @Test
  void configurationsKeepTheirNames() {
    assertThat(Identity.configId(only())).isEqualTo("e8ec079de24356d6");
    assertThat(Identity.configId(only(DEEP))).isEqualTo("b5f35ca9d9bd3a70");
  }

  /** So results from before there was the parameter keep their names. */
  @Test
  void aParameterAtItsAbsentValueIsNotInTheName() {
    assertThat(Identity.canonical(only("parameters.weight_decay=0")))
        .isEqualTo(Identity.canonical(only()));
    assertThat(Identity.canonical(only("parameters.weight_decay=0.5")))
        .contains("\nweight_decay=3fe0000000000000\n");
    String momentum = "parameters.optimizer=momentum";
    assertThat(Identity.canonical(only(momentum, "parameters.momentum=0.9")))
        .isEqualTo(Identity.canonical(only(momentum)));
    assertThat(Identity.canonical(only(momentum, "parameters.momentum=0.5")))
        .contains("\noptimizer=momentum\nmomentum=3fe0000000000000\n");
  }

  @Test
  void trialsKeepTheirNames() {
    assertThat(Identity.trialId(only(), SEEDS, "ab12", "1")).isEqualTo("775833454289e03b");
    assertThat(Identity.trialId(only(DEEP), SEEDS, "ab12", "1")).isEqualTo("c4e2377095ba13f4");
  }

  @Test
  void allThatCanChangeAWeightChangesTheTrial() {
    assertThat(
            Stream.of(
                    Identity.trialId(only(), SEEDS, "ab12", "1"),
                    Identity.trialId(only(DEEP), SEEDS, "ab12", "1"),
                    Identity.trialId(only(), new Seeds(2, -1, Long.MIN_VALUE), "ab12", "1"),
                    Identity.trialId(only(), new Seeds(1, -2, Long.MIN_VALUE), "ab12", "1"),
                    Identity.trialId(only(), new Seeds(1, -1, 0), "ab12", "1"),
                    Identity.trialId(only(), SEEDS, "ab13", "1"),
                    Identity.trialId(only(), SEEDS, "ab12", "2"))
                .distinct())
        .hasSize(7);
  }

  @Test
  void seedsOfReplicatesKeepTheirValues() {
    Replicates replicates = Studies.with("replicates.count=2").replicates();
    assertThat(replicates.seeds(0))
        .isEqualTo(new Seeds(-7491773017932719356L, 5093456074601268509L, -948135182760315883L));
    assertThat(replicates.seeds(1))
        .isEqualTo(new Seeds(6526683383576497442L, 6366867731618000559L, -3780221272644149498L));
  }
}
