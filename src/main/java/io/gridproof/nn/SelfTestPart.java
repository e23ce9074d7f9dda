package io.gridproof.nn;

import io.gridproof.kernel.Functions;
import io.gridproof.kernel.Kernel;
import io.gridproof.kernel.Kernel.Start;
import io.gridproof.kernel.Matrix;
import io.gridproof.kernel.Philox;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.IntStream;

/** One kind of work of {@link SelfTest}, and the digest that it must give. */
enum SelfTestPart {
  FUNCTIONS("functions", "2ad42344afeaa82f", (kernel, bits) -> functions(bits)),

  RANDOM_NUMBERS("random numbers", "2fbe5b8f4e7b1ef8", (kernel, bits) -> randomNumbers(bits)),

  TRAINING(
      "training",
      "d3fcb982cb5fa0fd",
      new Training(
          new Shape(70, 9, 70),
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
              .withBudget(new Budget.Steps(2)))),

  /** Plain gradient descent on a full batch of three blocks, as most studies have it. */
  SEVERAL_BLOCKS(
      "sums over several blocks",
      "eb240795f04eedde",
      new Training(
          new Shape(2 * Block.SAMPLES + 4, 5, 3),
          Configuration.USUAL
              .withHidden(List.of(7, 10))
              .withInitializer(Initializer.XAVIER_AS_WRITTEN)
              .withDropout(new Dropout(Dropout.Kind.AS_WRITTEN, 0.4)))),

  /** Layers and images of more tiles, and chains of more steps, than a product takes at once. */
  MANY_TILES(
      "products of many tiles",
      "9253c60e3984eb56",
      new Training(
          new Shape(33, 15, 3),
          Configuration.USUAL
              .withHidden(List.of(41))
              .withActivations(List.of(Activation.TANH))
              .withInitializer(Initializer.KAIMING_AS_WRITTEN)
              .withBatch(new Batch.Mini(20)))),

  DENSE_PRODUCTS("dense products", "a27dfe45a232c9fd", SelfTestPart::denseProducts),

  WEIGHT_DECAY(
      "weight decay",
      "2915d89a0404e9a9",
      new Training(
          new Shape(33, 5, 3),
          Configuration.USUAL.withWeightDecay(0.01).withBudget(new Budget.Steps(2)),
          Configuration.USUAL
              .withOptimizer(Optimizer.MOMENTUM)
              .withMomentum(0.45)
              .withWeightDecay(0.03)
              .withBatch(new Batch.Mini(16))
              .withBudget(new Budget.Steps(2)),
          Configuration.USUAL
              .withOptimizer(Optimizer.ADAM)
              .withLearningRate(0.01)
              .withWeightDecay(0.5)
              .withBatch(new Batch.Mini(1))
              .withBudget(new Budget.Steps(2)))),

  GELU("gelu", "c360ccb6b59108d8", SelfTestPart::gelu),

  TRAINING_WITH_GELU(
      "training with gelu",
      "6e200addd286a45b",
      new Training(
          new Shape(33, 5, 3),
          Configuration.USUAL
              .withActivations(List.of(Activation.GELU))
              .withDropout(new Dropout(Dropout.Kind.INVERTED, 0.2))
              .withBatch(new Batch.Mini(20))
              .withBudget(new Budget.Steps(2))));

  private static final Seeds SEEDS = new Seeds(1, 2, 3);
  private static final int NUMBERS = 70;

  private final String title;
  private final String reference;
  private final Work work;

  SelfTestPart(String title, String reference, Work work) {
    this.title = title;
    this.reference = reference;
    this.work = work;
  }

  /** What it is called in messages. */
  String title() {
    return title;
  }

  /** The digest that every machine must give. */
  String reference() {
    return reference;
  }

  String digest(Kernel kernel) {
    Bits bits = new Bits();
    work.run(kernel, bits);
    return bits.sha256();
  }

  Work work() {
    return work;
  }

  interface Work {
    void run(Kernel kernel, Bits bits);
  }

  /**
   * The images of some trials.
   *
   * @param train how many there are to train on
   * @param side of the square images, in pixels
   * @param evaluated how many there are to validate and to test on
   */
  record Shape(int train, int side, int evaluated) {

    private Splits splits() {
      return new Splits(images(train), images(evaluated), images(evaluated), "");
    }

    private ImageSet images(int count) {
      byte[] pixels = new byte[count * side * side];
      byte[] labels = new byte[count];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) (i % 7 < 3 ? 0 : 31 * i);
      }
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (byte) (i % ImageSet.CLASSES);
      }
      return new ImageSet(side, side, pixels, labels);
    }
  }

  /** Some trials on the same images. */
  record Training(Shape shape, List<Configuration> configurations) implements Work {
    Training(Shape shape, Configuration... configurations) {
      this(shape, List.of(configurations));
    }

    @Override
    public void run(Kernel kernel, Bits bits) {
      Splits splits = shape.splits();
      for (Configuration configuration : configurations) {
        TrainingResult result =
            new Trainer(kernel, configuration, SEEDS, new Recording(1, 2), splits)
                .train(() -> false);
        bits.add(result.weightsSha256());
        bits.add(result.curveSha256());
      }
    }
  }

  private static void functions(Bits bits) {
    for (float x = -20f; x < 20f; x += 0.37f) {
      bits.add(Functions.exp(x));
      bits.add(Functions.log(Math.abs(x)));
      bits.add(Functions.tanh(x));
      bits.add(Functions.sigmoid(x));
    }
  }

  private static void randomNumbers(Bits bits) {
    int[] scratch = new int[Philox.WORDS];
    for (int element = 0; element < NUMBERS; element++) {
      bits.add(Philox.uniform(SEEDS.init(), 1, element, scratch));
      bits.add(Philox.normal(SEEDS.init(), 1, element, scratch));
    }
    int[] order = IntStream.range(0, NUMBERS).toArray();
    Philox.shuffle(SEEDS.shuffle(), 1, order);
    for (int place : order) {
      bits.add(place);
    }
  }

  private static void denseProducts(Kernel kernel, Bits bits) {
    // Many steps in few tiles, and few steps in many tiles.
    for (int[] shape : new int[][] {{11, 200}, {170, 3}}) {
      int rows = shape[0];
      int steps = shape[1];
      int columns = 33;
      Matrix product = Matrix.create(rows, columns);
      kernel.affine(numbers(rows, steps), numbers(steps, columns), numbers(1, rows), product);
      bits.add(product);
      kernel.multiplyTransposed(numbers(steps, rows), numbers(steps, columns), product);
      bits.add(product);
      for (Start start : Start.values()) {
        kernel.multiplyByTransposed(numbers(rows, steps), numbers(columns, steps), start, product);
        bits.add(product);
      }
    }
  }

  private static void gelu(Kernel kernel, Bits bits) {
    Matrix numbers = Matrix.create(1, 301);
    for (int j = 0; j < numbers.columns(); j++) {
      numbers.set(0, j, 0.1f * (j - 150));
    }
    Matrix results = numbers.zeros();
    kernel.gelu(numbers, results);
    bits.add(results);
    results.fill(1f);
    kernel.timesGeluDerivative(numbers, results);
    bits.add(results);
  }

  /** Uniform in -1 .. 1. */
  private static Matrix numbers(int rows, int columns) {
    Matrix numbers = Matrix.create(rows, columns);
    int[] scratch = new int[Philox.WORDS];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int element = i * columns + j;
        numbers.set(i, j, 2 * Philox.uniform(SEEDS.init(), columns, element, scratch) - 1);
      }
    }
    return numbers;
  }

  /** A digest of numbers. */
  static final class Bits {
    private static final int DIGITS = 16;

    private final MessageDigest digest = Sha256.create();

    void add(float x) {
      add(Float.floatToIntBits(x));
    }

    void add(int x) {
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(x).array());
    }

    void add(Matrix matrix) {
      for (int i = 0; i < matrix.rows(); i++) {
        for (int j = 0; j < matrix.columns(); j++) {
          add(matrix.get(i, j));
        }
      }
    }

    void add(String sha256) {
      digest.update(sha256.getBytes(StandardCharsets.US_ASCII));
    }

    String sha256() {
      return Sha256.hex(digest).substring(0, DIGITS);
    }
  }
}
