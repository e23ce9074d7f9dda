package io.gridproof.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gridproof.kernel.Kernel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole trials against an independent implementation in NumPy and float64, from the seeds on:
 * src/test/python/golden_network.py, which wrote the expected values.
 */
class GoldenNetworkTest {
  private static final int SIDE = 5;
  private static final Splits SPLITS = Images.splits(SIDE, 300, 30, 50);
  private static final Recording RECORDING = new Recording(3, 6);

  private static final double RELATIVE_LOSS = 1e-5;
  private static final double WEIGHT = 1e-4;

  /** The expected values have seven digits; no image may be classified otherwise. */
  private static final Offset<Double> ACCURACY = within(1e-6);

  record Case(String name, Configuration configuration, Seeds seeds) {
    static Case of(String[] f) {
      List<Integer> hidden = Arrays.stream(f[1].split("-")).map(Integer::valueOf).toList();
      List<Activation> activations =
          Arrays.stream(f[2].split("\\+")).map(Activation::valueOf).toList();
      Configuration configuration =
          Configuration.USUAL
              .withHidden(hidden)
              .withActivations(activations)
              .withInitializer(Initializer.valueOf(f[3]))
              .withDropout(new Dropout(Dropout.Kind.valueOf(f[4]), Double.parseDouble(f[5])))
              .withOptimizer(Optimizer.valueOf(f[6]))
              .withMomentum(Double.parseDouble(f[14]))
              .withLearningRate(Double.parseDouble(f[7]))
              .withWeightDecay(Double.parseDouble(f[13]))
              .withBatch(f[8].isEmpty() ? new Batch.Full() : new Batch.Mini(Integer.parseInt(f[8])))
              .withBudget(new Budget.Steps(Integer.parseInt(f[9])));
      Seeds seeds = new Seeds(Long.parseLong(f[10]), Long.parseLong(f[11]), Long.parseLong(f[12]));
      return new Case(f[0], configuration, seeds);
    }

    TrainingResult train() {
      return new Trainer(Kernel.best(), configuration, seeds, RECORDING, SPLITS).train(() -> false);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return rows("golden_cases.csv").map(Case::of);
  }

  /** The fields of each line after the header. */
  private static Stream<String[]> rows(String file) {
    try (InputStream in = GoldenNetworkTest.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split(";", -1));
    } catch (IOException e) {
      throw new AssertionError("cannot read " + file, e);
    }
  }

  private static List<String[]> rows(String file, Case of) {
    return rows(file).filter(fields -> fields[0].equals(of.name())).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theCurveAgreesWithNumPy(Case tested) {
    List<CurvePoint> curve = tested.train().curve();
    List<String[]> expected = rows("golden_curves.csv", tested);
    assertThat(curve).hasSameSizeAs(expected);
    for (int i = 0; i < curve.size(); i++) {
      CurvePoint point = curve.get(i);
      String[] row = expected.get(i);
      assertThat(point.step()).isEqualTo(Integer.parseInt(row[1]));
      assertThat(point.epoch()).isCloseTo(Double.parseDouble(row[2]), within(1e-5));
      assertAgrees(point.train(), row[3], row[4], "train, step " + row[1]);
      assertAgrees(point.validation(), row[5], row[6], "validation, step " + row[1]);
      assertAgrees(point.test(), row[7], row[8], "test, step " + row[1]);
    }
  }

  private static void assertAgrees(Score score, String loss, String accuracy, String where) {
    if (loss.isEmpty()) {
      assertThat(score).as(where).isNull();
      return;
    }
    double expected = Double.parseDouble(loss);
    assertThat(score.loss())
        .as("loss, %s", where)
        .isCloseTo(expected, within(RELATIVE_LOSS * expected));
    assertThat(score.accuracy())
        .as("accuracy, %s", where)
        .isCloseTo(Double.parseDouble(accuracy), ACCURACY);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theFinalWeightsAgreeWithNumPy(Case tested) {
    double[][][] actual = ReferenceNetwork.parameters(tested.train().weights());
    for (String[] row : rows("golden_weights.csv", tested)) {
      double[][] layer = actual[Integer.parseInt(row[1])];
      boolean biases = row[2].equals("b");
      double[] ours =
          Arrays.stream(layer)
              .flatMapToDouble(
                  unit ->
                      biases
                          ? Arrays.stream(unit, unit.length - 1, unit.length)
                          : Arrays.stream(unit, 0, unit.length - 1))
              .toArray();
      double[] expected =
          Arrays.stream(row[3].split(" ")).mapToDouble(Double::parseDouble).toArray();
      assertThat(ours)
          .as("%s of layer %s", row[2], row[1])
          .containsExactly(expected, within(WEIGHT));
    }
  }
}
