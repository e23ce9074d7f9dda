package io.gridproof.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.kernel.Kernel;
import io.gridproof.kernel.TestKernels;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a trial's result may depend on, and what not. */
class TrainingLawsTest {
  private static final Splits SPLITS = Images.splits(6, 300, 40, 50);
  private static final Seeds SEEDS = new Seeds(1, 2, 3);
  private static final Recording RECORDING = new Recording(2, 6);

  private static final Configurations FULL_BATCH = Configurations.plain();
  private static final Configurations MINI_BATCHES = FULL_BATCH.miniBatch(64);
  private static final Configurations DROPOUT = MINI_BATCHES.dropout(Dropout.Kind.INVERTED, 0.2);

  static Stream<Configurations> kinds() {
    return Stream.of(FULL_BATCH, MINI_BATCHES, DROPOUT);
  }

  private static TrainingResult train(Configurations configurations) {
    return train(configurations, SEEDS);
  }

  private static TrainingResult train(Configurations configurations, Seeds seeds) {
    return train(Kernel.best(), configurations, seeds, RECORDING);
  }

  private static TrainingResult train(
      Kernel kernel, Configurations configurations, Seeds seeds, Recording recording) {
    TrainingResult result =
        new Trainer(kernel, configurations.get(), seeds, recording, SPLITS).train(() -> false);
    assertThat(result.status()).as(result.error()).isEqualTo(Status.FINISHED);
    return result;
  }

  private static void assertSameBits(TrainingResult actual, TrainingResult expected) {
    assertThat(actual.weightsSha256()).isEqualTo(expected.weightsSha256());
    assertThat(actual.curveSha256()).isEqualTo(expected.curveSha256());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theSameTrialGivesTheSameBits(Configurations kind) {
    assertSameBits(train(kind), train(kind));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theReferenceGivesTheSameBits(Configurations kind) {
    assertSameBits(train(TestKernels.reference(), kind, SEEDS, RECORDING), train(kind));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void trialsOnTheSameImagesDoNotTouchEachOther(Configurations kind) {
    TrainingResult alone = train(kind);
    train(kind.learningRate(0.1), new Seeds(4, 5, 6));
    assertSameBits(train(kind), alone);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void recordingChangesNoWeight(Configurations kind) {
    String expected = train(kind).weightsSha256();
    for (Recording recording :
        List.of(new Recording(1, 1), new Recording(5, 7), new Recording(1000, 1000))) {
      assertThat(train(Kernel.best(), kind, SEEDS, recording).weightsSha256())
          .as("%s", recording)
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aShorterTrialIsThePrefixOfALongerOne(Configurations kind) {
    List<CurvePoint> shorter = train(kind.steps(6)).curve();
    List<CurvePoint> longer = train(kind.steps(12)).curve();
    assertThat(longer.subList(0, shorter.size())).isEqualTo(shorter);
  }

  @Test
  void epochsAreSteps() {
    // 300 images in batches of 64: 5 steps.
    assertSameBits(train(MINI_BATCHES.budget(new Budget.Epochs(3))), train(MINI_BATCHES.steps(15)));
  }

  @Test
  void anEpochOfFullBatchesIsOneStep() {
    assertSameBits(train(FULL_BATCH.budget(new Budget.Epochs(4))), train(FULL_BATCH.steps(4)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theInitSeedShapesEveryTrial(Configurations kind) {
    assertThat(train(kind, new Seeds(9, 2, 3)).weightsSha256())
        .isNotEqualTo(train(kind).weightsSha256());
  }

  @Test
  void theShuffleSeedShapesMiniBatchesOnly() {
    Seeds other = new Seeds(1, 9, 3);
    assertThat(train(MINI_BATCHES, other).weightsSha256())
        .isNotEqualTo(train(MINI_BATCHES).weightsSha256());
    assertSameBits(train(FULL_BATCH, other), train(FULL_BATCH));
  }

  @Test
  void theDropoutSeedShapesDropoutOnly() {
    Seeds other = new Seeds(1, 2, 9);
    assertThat(train(DROPOUT, other).weightsSha256()).isNotEqualTo(train(DROPOUT).weightsSha256());
    assertSameBits(train(MINI_BATCHES, other), train(MINI_BATCHES));
  }

  @Test
  void theKindOfDropoutIsWithoutEffectAtRateZero() {
    assertSameBits(train(MINI_BATCHES.dropout(Dropout.Kind.AS_WRITTEN, 0)), train(MINI_BATCHES));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void trainingLowersTheLoss(Configurations kind) {
    List<CurvePoint> curve = train(kind.steps(60).learningRate(0.2)).curve();
    assertThat(curve.get(curve.size() - 1).train().loss())
        .isLessThan(0.8 * curve.get(0).train().loss());
  }

  @Test
  void theLastPointOfTheCurveIsTheResult() {
    TrainingResult result = train(DROPOUT.steps(7));
    CurvePoint last = result.curve().get(result.curve().size() - 1);
    assertThat(last.step()).isEqualTo(7);
    assertThat(last.test()).isEqualTo(result.test().score());
    assertThat(last.validation()).isEqualTo(result.validation().score());
    assertThat(result.weightsSha256()).startsWith(last.weightsDigest());
  }

  @Test
  void aCurveHasTheStepsThatRecordingAsksFor() {
    List<CurvePoint> curve =
        train(Kernel.best(), FULL_BATCH.steps(11), SEEDS, new Recording(2, 5)).curve();
    assertThat(curve).extracting(CurvePoint::step).containsExactly(2, 4, 5, 6, 8, 10, 11);
    assertThat(curve.stream().filter(point -> point.test() != null))
        .extracting(CurvePoint::step)
        .containsExactly(5, 10, 11);
  }

  @Test
  void withoutValidationImagesNothingIsSaidOfThem() {
    Splits splits = Images.splits(6, 60, 0, 20);
    TrainingResult result =
        new Trainer(Kernel.best(), FULL_BATCH.get(), SEEDS, RECORDING, splits).train(() -> false);
    assertThat(result.validation()).isNull();
    assertThat(result.curve()).extracting(CurvePoint::validation).allMatch(Objects::isNull);
    assertThat(result.test()).isNotNull();
  }

  @Test
  void theFinalTrainingScoreIsWithoutDropout() {
    TrainingResult result = train(DROPOUT);
    Evaluation again =
        new Evaluator(Kernel.best(), result.weights(), DROPOUT.get().activations())
            .evaluate(SPLITS.train());
    assertThat(result.train().score()).isEqualTo(again.score());
  }

  @Test
  void aSingleImageIsEnough() {
    Splits splits = Images.splits(6, 1, 0, 1);
    TrainingResult result =
        new Trainer(Kernel.best(), FULL_BATCH.get(), SEEDS, RECORDING, splits).train(() -> false);
    assertThat(result.status()).isEqualTo(Status.FINISHED);
  }
}
