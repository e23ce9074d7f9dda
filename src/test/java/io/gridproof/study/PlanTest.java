package io.gridproof.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gridproof.nn.Configuration;
import io.gridproof.nn.Seeds;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static Plan plan(Set<String> done, String... settings) {
    Study study = Studies.with(settings);
    return Plan.of(study, Studies.grid(study), "ab12", "1", done);
  }

  @Test
  void allConfigurationsOfAReplicateStandBeforeTheNextReplicate() {
    assertThat(plan(Set.of(), "parameters.depth=[1, 2]", "replicates.count=2").trials())
        .extracting(trial -> trial.replicate() + " " + trial.configuration().depth())
        .containsExactly("0 1", "0 2", "1 1", "1 2");
  }

  @Test
  void whatIsDoneIsNotMissing() {
    List<Trial> trials = plan(Set.of(), "replicates.count=3").trials();
    Plan plan = plan(Set.of(trials.get(1).trialId(), "another"), "replicates.count=3");
    assertThat(plan.trials()).isEqualTo(trials);
    assertThat(plan.missing()).containsExactly(trials.get(0), trials.get(2));
    assertThat(plan.done()).isEqualTo(1);
  }

  @Test
  void aReplicateIsTheSameSeedsInEveryConfiguration() {
    List<Trial> trials = plan(Set.of(), "parameters.depth=[1, 2]", "replicates.count=2").trials();
    assertThat(trials.get(0).seeds()).isEqualTo(trials.get(1).seeds());
    assertThat(trials.get(2).seeds()).isEqualTo(trials.get(3).seeds());
    assertThat(trials.get(0).seeds()).isNotEqualTo(trials.get(2).seeds());
  }

  @Test
  void whatDoesNotVaryStaysAsInReplicate0() {
    Replicates replicates = Studies.with("replicates={count: 2, vary: [shuffle]}").replicates();
    Seeds first = replicates.seeds(0);
    Seeds second = replicates.seeds(1);
    assertThat(second.init()).isEqualTo(first.init());
    assertThat(second.dropout()).isEqualTo(first.dropout());
    assertThat(second.shuffle()).isNotEqualTo(first.shuffle());
  }

  @Test
  void refusesMoreTrialsThanCanBeListed() {
    assertThatThrownBy(
            () ->
                plan(
                    Set.of(),
                    "parameters.width=" + List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
                    "replicates.count=100000"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "`configurations * replicates <= 1000000` must hold, but got 11 * 100000 (demo.yaml)");
  }

  /** The lower layer has two products, as nothing is below it; the upper one three. */
  private static final double FLOPS_PER_SAMPLE = 2 * (2 * 784 * 10 + 3 * 10 * 10);

  @Test
  void aFullBatchIsTheWholeTrainingSetAtEveryStep() {
    assertThat(flops(100)).isCloseTo(5 * 100 * FLOPS_PER_SAMPLE, within(0.5));
  }

  @Test
  void theLastBatchOfAnEpochMayBeSmaller() {
    int samples = 30 + 30 + 30 + 10 + 30;
    assertThat(flops(100, "parameters.batch_size=30"))
        .isCloseTo(samples * FLOPS_PER_SAMPLE, within(0.5));
  }

  @Test
  void theFlopsOfAPlanAreThoseOfTheMissingTrials() {
    Plan all = plan(Set.of(), "replicates.count=3");
    Plan rest = plan(Set.of(all.trials().get(0).trialId()), "replicates.count=3");
    assertThat(rest.flops(784, 100)).isCloseTo(2 * flops(100), within(0.5));
  }

  private static double flops(int trainRows, String... settings) {
    Configuration configuration = Studies.grid(Studies.with(settings)).configurations().get(0);
    return Cost.flops(configuration, 784, trainRows);
  }
}
