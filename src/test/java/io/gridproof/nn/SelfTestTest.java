package io.gridproof.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.kernel.Kernel;
import io.gridproof.kernel.Kernel.Start;
import io.gridproof.kernel.TestKernels;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("lanes")
class SelfTestTest {

  /** All trials of the test. */
  private static final List<Configuration> TRAINED =
      Arrays.stream(SelfTestPart.values())
          .map(SelfTestPart::work)
          .filter(SelfTestPart.Training.class::isInstance)
          .flatMap(work -> ((SelfTestPart.Training) work).configurations().stream())
          .toList();

  @Test
  void everyKernelPasses() {
    SelfTest reference = SelfTest.run(TestKernels.reference());
    assertThat(reference.differences(SelfTest.run(Kernel.best()))).isEmpty();
    assertThat(reference.differences(SelfTest.run(TestKernels.scalar()))).isEmpty();
    assertThat(reference.differences(SelfTest.ofThisJvm())).isEmpty();
  }

  @Test
  void thisJvmGivesTheReference() {
    assertThat(SelfTest.REFERENCE.differences(SelfTest.ofThisJvm())).isEmpty();
  }

  @Test
  void itNamesWhatDiffers() {
    SelfTest expected = new SelfTest(Map.of("functions", "f", "training", "t"), "8 lanes");
    assertThat(expected.differences(expected)).isEmpty();
    assertThat(expected.differences(new SelfTest(expected.digests(), "16 lanes")))
        .as("the machine may differ")
        .isEmpty();
    assertThat(expected.differences(new SelfTest(Map.of("functions", "f", "training", "x"), "")))
        .containsExactly("training");
    assertThat(expected.differences(new SelfTest(Map.of(), "")))
        .containsExactlyInAnyOrder("functions", "training");
  }

  private static void assertHasEvery(Class<? extends Enum<?>> kind, Function<Configuration, ?> of) {
    assertThat(TRAINED.stream().<Object>map(of).toList())
        .as("kinds of %s in the self-test", kind.getSimpleName())
        .containsAll(List.of(kind.getEnumConstants()));
  }

  /** Who adds one has to add a part with it. */
  @Test
  void itTrainsEveryActivationInitializerDropoutAndOptimizer() {
    assertThat(TRAINED.stream().flatMap(c -> c.activations().stream()).distinct())
        .contains(Activation.values());
    assertHasEvery(Initializer.class, Configuration::initializer);
    assertHasEvery(Optimizer.class, Configuration::optimizer);
    assertHasEvery(
        Optimizer.class, each -> each.weightDecay() > 0 ? each.optimizer() : "without decay");
    assertHasEvery(
        Dropout.Kind.class, each -> each.dropout().isNone() ? "no dropout" : each.dropout().kind());
  }

  /** The parts that notice a kernel which does one thing differently. */
  private static List<String> whatNotices(String method, UnaryOperator<Object[]> change) {
    Kernel good = TestKernels.scalar();
    Object changed =
        Proxy.newProxyInstance(
            Kernel.class.getClassLoader(),
            new Class<?>[] {Kernel.class},
            (proxy, called, arguments) -> {
              boolean here = called.getName().equals(method);
              try {
                return called.invoke(good, here ? change.apply(arguments) : arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return SelfTest.REFERENCE.differences(SelfTest.run((Kernel) changed));
  }

  @Test
  void itSeesASumThatForgetsTheBlocksBefore() {
    assertThat(
            whatNotices(
                "multiplyByTransposed",
                arguments -> {
                  arguments[2] = Start.ZERO;
                  return arguments;
                }))
        .containsExactly("sums over several blocks", "dense products");
  }

  @Test
  void itSeesAnotherRateOfGradientDescent() {
    assertThat(
            whatNotices(
                "sgd",
                arguments -> {
                  arguments[3] = Math.nextUp((float) arguments[3]);
                  return arguments;
                }))
        .containsExactly(
            "sums over several blocks",
            "products of many tiles",
            "weight decay",
            "training with gelu");
  }

  @Test
  void itSeesAnotherDecay() {
    assertThat(
            whatNotices(
                "decay",
                arguments -> {
                  arguments[1] = 0f;
                  return arguments;
                }))
        .containsExactly("weight decay");
  }
}
