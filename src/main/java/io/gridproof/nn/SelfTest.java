package io.gridproof.nn;

import io.gridproof.kernel.Functions;
import io.gridproof.kernel.Kernel;
import io.gridproof.kernel.Philox;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What this JVM's arithmetic gives for a little work of every kind, as digests. Two machines whose
 * digests are equal may work on one study.
 *
 * @param functions of exp, log, tanh and sigmoid
 * @param random of uniform and normal numbers, and of a shuffle
 * @param training of some small trials: products, masks and optimizers
 * @param machine for people: kernel, Java and processor
 */
public record SelfTest(String functions, String random, String training, String machine)
    implements Serializable {
  private static final int SIDE = 9;
  private static final int IMAGES = 70;
  private static final Seeds SEEDS = new Seeds(1, 2, 3);

  /** What every machine must give; it changes only together with {@link Trainer#VERSION}. */
  public static final SelfTest REFERENCE =
      new SelfTest("2ad42344afeaa82f", "2fbe5b8f4e7b1ef8", "d3fcb982cb5fa0fd", "the reference");

  /** Runs it, in some milliseconds. */
  public static SelfTest run(Kernel kernel) {
    return new SelfTest(
        digestOfFunctions(), digestOfRandom(), digestOfTraining(kernel), describe(kernel));
  }

  /** The result of this JVM, which is made once. */
  public static SelfTest ofThisJvm() {
    return OfThisJvm.RESULT;
  }

  private static final class OfThisJvm {
    static final SelfTest RESULT = run(Kernel.best());
  }

  /** What another machine computes otherwise; empty if nothing. */
  public List<String> differences(SelfTest other) {
    List<String> differences = new ArrayList<>();
    if (!functions.equals(other.functions)) {
      differences.add("functions");
    }
    if (!random.equals(other.random)) {
      differences.add("random numbers");
    }
    if (!training.equals(other.training)) {
      differences.add("training");
    }
    return differences;
  }

  private static String digestOfFunctions() {
    Bits bits = new Bits();
    for (float x = -20f; x < 20f; x += 0.37f) {
      bits.add(Functions.exp(x));
      bits.add(Functions.log(Math.abs(x)));
      bits.add(Functions.tanh(x));
      bits.add(Functions.sigmoid(x));
    }
    return bits.sha256();
  }

  private static String digestOfRandom() {
    Bits bits = new Bits();
    int[] scratch = new int[Philox.WORDS];
    for (int element = 0; element < IMAGES; element++) {
      bits.add(Philox.uniform(SEEDS.init(), 1, element, scratch));
      bits.add(Philox.normal(SEEDS.init(), 1, element, scratch));
    }
    int[] order = IntStream.range(0, IMAGES).toArray();
    Philox.shuffle(SEEDS.shuffle(), 1, order);
    for (int place : order) {
      bits.add(place);
    }
    return bits.sha256();
  }

  private static String digestOfTraining(Kernel kernel) {
    Splits images = images();
    Bits bits = new Bits();
    for (Configuration configuration : configurations()) {
      TrainingResult result =
          new Trainer(kernel, configuration, SEEDS, new Recording(1, 2), images).train(() -> false);
      bits.add(result.weightsSha256());
      bits.add(result.curveSha256());
    }
    return bits.sha256();
  }

  private static List<Configuration> configurations() {
    return List.of(
        Configuration.USUAL
            .withHidden(List.of(12, 5))
            .withActivations(List.of(Activation.SIGMOID, Activation.TANH))
            .withInitializer(Initializer.XAVIER)
            .withDropout(new Dropout(Dropout.Kind.INVERTED, 0.2))
            .withOptimizer(Optimizer.ADAM)
            .withLearningRate(0.01)
            .withBatch(new Batch.Mini(33))
            .withBudget(new Budget.Steps(3)),
        Configuration.USUAL
            .withInitializer(Initializer.RANDOM)
            .withOptimizer(Optimizer.MOMENTUM)
            .withBudget(new Budget.Steps(2)));
  }

  private static Splits images() {
    byte[] pixels = new byte[IMAGES * SIDE * SIDE];
    byte[] labels = new byte[IMAGES];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % 7 < 3 ? 0 : 31 * i);
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (i % ImageSet.CLASSES);
    }
    ImageSet set = new ImageSet(SIDE, SIDE, pixels, labels);
    return new Splits(set, set, set, "");
  }

  private static String describe(Kernel kernel) {
    return "%s, Java %s, %s"
        .formatted(
            kernel.description(),
            System.getProperty("java.version"),
            System.getProperty("os.arch"));
  }

  /** A digest of numbers. */
  private static final class Bits {
    private static final int DIGITS = 16;

    private final MessageDigest digest = Sha256.create();

    void add(float x) {
      add(Float.floatToIntBits(x));
    }

    void add(int x) {
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(x).array());
    }

    void add(String sha256) {
      digest.update(sha256.getBytes(StandardCharsets.US_ASCII));
    }

    String sha256() {
      return Sha256.hex(digest).substring(0, DIGITS);
    }
  }
}
