package io.gridproof.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridproof.kernel.Kernel;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class TrainingOutcomeTest {
  private static final Splits SPLITS = Images.splits(6, 60, 10, 20);
  private static final Seeds SEEDS = new Seeds(1, 2, 3);

  private static TrainingResult train(Configurations configurations, BooleanSupplier timeIsUp) {
    return new Trainer(Kernel.best(), configurations.get(), SEEDS, new Recording(1, 2), SPLITS)
        .train(timeIsUp);
  }

  private static final Configurations DIVERGING =
      Configurations.plain()
          .hidden(10, 10, 10)
          .activations(Activation.RELU)
          .optimizer(Optimizer.MOMENTUM)
          .learningRate(1000)
          .steps(1000);

  @Test
  void aTrialThatFinishesHasNoMessageAndAllScores() {
    TrainingResult result = train(Configurations.plain(), () -> false);
    assertThat(result.status()).isEqualTo(Status.FINISHED);
    assertThat(result.error()).isNull();
    assertThat(result.stepsRun()).isEqualTo(12);
    assertThat(result.train().confusion().total()).isEqualTo(60);
    assertThat(result.validation().confusion().total()).isEqualTo(10);
    assertThat(result.test().confusion().total()).isEqualTo(20);
  }

  @Test
  void aTrialWhoseLossIsNoNumberHasDivergedAndSaysWhere() {
    TrainingResult result = train(DIVERGING, () -> false);
    assertThat(result.status()).isEqualTo(Status.DIVERGED);
    assertThat(result.stepsRun()).isBetween(1, 998);
    assertThat(result.error())
        .isEqualTo("the loss is not finite at step " + (result.stepsRun() + 1));
    assertThat(result.train()).isNull();
    assertThat(result.validation()).isNull();
    assertThat(result.test()).isNull();
  }

  @Test
  void aTrialThatDivergedKeepsTheCurveUpToThere() {
    TrainingResult result = train(DIVERGING, () -> false);
    assertThat(result.curve()).hasSize(result.stepsRun());
    assertThat(result.curve()).allMatch(point -> Double.isFinite(point.train().loss()));
  }

  @Test
  void aTrialThatDivergesDoesSoWithTheSameBits() {
    TrainingResult first = train(DIVERGING, () -> false);
    TrainingResult second = train(DIVERGING, () -> false);
    assertThat(second.stepsRun()).isEqualTo(first.stepsRun());
    assertThat(second.weightsSha256()).isEqualTo(first.weightsSha256());
    assertThat(second.curveSha256()).isEqualTo(first.curveSha256());
  }

  @Test
  void aLossThatOverflowsInTheLastStepIsDivergenceToo() {
    int steps = train(DIVERGING, () -> false).stepsRun();
    TrainingResult result = train(DIVERGING.steps(steps), () -> false);
    assertThat(result.status()).isEqualTo(Status.DIVERGED);
    assertThat(result.error()).isEqualTo("the loss is not finite after the last step");
    assertThat(result.stepsRun()).isEqualTo(steps);
  }

  @Test
  void aTrialWhoseTimeIsUpBeforeItBeginsHasNoSteps() {
    TrainingResult result = train(Configurations.plain(), () -> true);
    assertThat(result.status()).isEqualTo(Status.TIMED_OUT);
    assertThat(result.error()).isEqualTo("time was up before step 1");
    assertThat(result.stepsRun()).isZero();
    assertThat(result.curve()).isEmpty();
  }

  @Test
  void aTrialWhoseTimeIsUpKeepsWhatItHas() {
    int[] asked = {0};
    TrainingResult result = train(Configurations.plain(), () -> ++asked[0] > 5);
    assertThat(result.status()).isEqualTo(Status.TIMED_OUT);
    assertThat(result.error()).isEqualTo("time was up before step 6");
    assertThat(result.stepsRun()).isEqualTo(5);
    assertThat(result.weightsSha256())
        .isEqualTo(train(Configurations.plain().steps(5), () -> false).weightsSha256());
    assertThat(result.test()).isNull();
  }

  @Test
  void aBatchLargerThanTheTrainingSetIsRefused() {
    assertThatThrownBy(() -> train(Configurations.plain().miniBatch(61), () -> false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`batch_size <= training rows = 60` must hold, but got 61");
  }
}
