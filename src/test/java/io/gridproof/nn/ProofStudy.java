package io.gridproof.nn;

import io.gridproof.kernel.Kernel;
import io.gridproof.kernel.Kernel.Start;
import io.gridproof.kernel.Matrix;
import io.gridproof.kernel.Part;
import io.gridproof.kernel.Philox;
import io.gridproof.kernel.PixelPanel;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Trainings whose bits must be the same on every JVM and on every kernel: the scripts in {@code
 * proof/} run this program under many settings of a JVM. It needs neither Spark nor a test engine.
 *
 * <p>The trials touch every activation, initializer, kind of dropout and optimizer, full batches
 * and mini-batches, blocks that are not full, and layers that fill no tile. The images have pixels
 * that are dark in all of them, as MNIST has, so that steps are left out.
 */
final class ProofStudy {

  /** How long the trials run. */
  private enum Size {
    /** A few steps: fast enough for an interpreter. */
    SMALL,
    /** So many steps that the compiler has replaced all of the kernels' code before the end. */
    LONG
  }

  /** An image without a pixel above 0. */
  private static final int DARK = 5;

  private static final Seeds SEEDS = new Seeds(7, 8, 9);

  /** 117 pixels: no multiple of 8 or 32. */
  private static final Splits IMAGES =
      new Splits(images(9, 13, 150, 1), images(9, 13, 10, 2), images(9, 13, 20, 3), "");

  /** 65 pixels; a strip of 32 is dark in all images. */
  private static final Splits SMALL_IMAGES =
      new Splits(images(5, 13, 40, 4), images(5, 13, 0, 5), images(5, 13, 8, 6), "");

  /** 361 pixels, 304 of them not dark: more steps than a tile takes at once. */
  private static final Splits LARGE_IMAGES =
      new Splits(images(19, 19, 12, 7), images(19, 19, 0, 8), images(19, 19, 8, 9), "");

  private static final Configurations PLAIN = Configurations.plain().learningRate(0.1);

  /** The trials, each with its images, its steps in a small study and those in a long one. */
  private enum Trial {
    FULL_BATCH(IMAGES, PLAIN.initializer(Initializer.RANDOM), 2, 3000),
    SEVERAL_BLOCKS(
        IMAGES,
        PLAIN
            .hidden(10, 33, 7)
            .activations(Activation.SIGMOID, Activation.TANH, Activation.RELU)
            .initializer(Initializer.XAVIER)
            .optimizer(Optimizer.MOMENTUM)
            .miniBatch(140),
        2,
        3000),
    WIDE(
        SMALL_IMAGES,
        PLAIN
            .hidden(128)
            .optimizer(Optimizer.ADAM)
            .learningRate(0.01)
            .dropout(Dropout.Kind.INVERTED, 0.15)
            .miniBatch(33),
        3,
        5000),
    DROPOUT_AS_WRITTEN(
        IMAGES,
        PLAIN
            .hidden(10, 7)
            .activations(Activation.TANH, Activation.SIGMOID)
            .initializer(Initializer.XAVIER_AS_WRITTEN)
            .dropout(Dropout.Kind.AS_WRITTEN, 0.4),
        2,
        3000),
    DROPOUT_INVERTED(
        SMALL_IMAGES,
        PLAIN
            .hidden(7, 33)
            .activations(Activation.RELU, Activation.SIGMOID)
            .initializer(Initializer.KAIMING_AS_WRITTEN)
            .optimizer(Optimizer.MOMENTUM)
            .learningRate(0.01)
            .dropout(Dropout.Kind.INVERTED, 0.5)
            .miniBatch(16),
        4,
        8000),
    LARGE_IMAGES_IN_MANY_UNITS(
        LARGE_IMAGES,
        PLAIN
            .hidden(33, 10)
            .activations(Activation.TANH)
            .optimizer(Optimizer.ADAM)
            .learningRate(0.01),
        1,
        4000),
    LARGE_IMAGES_IN_FEW_UNITS(LARGE_IMAGES, PLAIN.activations(Activation.SIGMOID), 2, 6000),
    BATCHES_OF_ONE(SMALL_IMAGES, PLAIN.hidden(10, 10, 10, 10).miniBatch(1), 5, 12000),
    DIVERGES(
        SMALL_IMAGES,
        PLAIN.initializer(Initializer.KAIMING_AS_WRITTEN).learningRate(1000).miniBatch(32),
        30,
        30),

    // What was added later: each has its digest, and none is part of that of all before.
    WEIGHT_DECAY(IMAGES, PLAIN.hidden(33).weightDecay(0.01), 2, 3000),
    WEIGHT_DECAY_IN_THE_VELOCITY(
        IMAGES,
        PLAIN
            .hidden(10, 7)
            .activations(Activation.TANH)
            .optimizer(Optimizer.MOMENTUM)
            .learningRate(0.01)
            .weightDecay(0.03)
            .miniBatch(140),
        2,
        3000),
    WEIGHT_DECAY_BESIDE_ADAM(
        SMALL_IMAGES,
        PLAIN
            .hidden(33, 10)
            .optimizer(Optimizer.ADAM)
            .learningRate(0.01)
            .weightDecay(0.5)
            .dropout(Dropout.Kind.INVERTED, 0.15)
            .miniBatch(33),
        3,
        5000),
    MOMENTUM_OF_A_HALF(
        SMALL_IMAGES,
        PLAIN.hidden(10, 10).activations(Activation.TANH).momentum(0.45).miniBatch(16),
        3,
        5000),
    GELU(
        IMAGES,
        PLAIN
            .hidden(33, 7)
            .activations(Activation.GELU)
            .dropout(Dropout.Kind.INVERTED, 0.15)
            .miniBatch(140),
        2,
        3000),

    // So strong that the last bits of the decay reach the weights in a few steps.
    STRONG_WEIGHT_DECAY(IMAGES, PLAIN.hidden(33).learningRate(0.5).weightDecay(0.7), 2, 3000),
    STRONG_WEIGHT_DECAY_BESIDE_ADAM(
        SMALL_IMAGES,
        PLAIN
            .hidden(33)
            .optimizer(Optimizer.ADAM)
            .learningRate(0.3)
            .weightDecay(0.95)
            .miniBatch(33),
        3,
        5000);

    /** The trials of the digest of all. */
    private static final Set<Trial> FIRST = EnumSet.range(FULL_BATCH, DIVERGES);

    /** The activations of the digest of all. */
    private static final Set<Activation> FIRST_ACTIVATIONS =
        EnumSet.range(Activation.RELU, Activation.TANH);

    private final Splits images;
    private final Configurations configurations;
    private final int small;
    private final int many;

    Trial(Splits images, Configurations configurations, int small, int many) {
      this.images = images;
      this.configurations = configurations;
      this.small = small;
      this.many = many;
    }

    private void run(Kernel kernel, Size size, Bits bits) {
      int steps = size == Size.SMALL ? small : many;
      Recording recording =
          size == Size.SMALL
              ? new Recording(1, steps)
              : new Recording(steps / 20 + 1, steps / 10 + 1);
      bits.add(
          new Trainer(kernel, configurations.steps(steps).get(), SEEDS, recording, images)
              .train(() -> false));
    }
  }

  /** What is hashed: the bits of numbers, never their text. */
  private static final class Bits {
    private final MessageDigest digest = Sha256.create();

    private void add(long bits) {
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(bits).array());
    }

    private void add(double value) {
      add(Double.doubleToLongBits(value));
    }

    private void add(Matrix matrix) {
      for (int i = 0; i < matrix.rows(); i++) {
        for (int j = 0; j < matrix.columns(); j++) {
          add(Float.floatToIntBits(matrix.get(i, j)));
        }
      }
    }

    private void add(Weights weights) {
      for (Weights.Layer layer : weights.layers()) {
        add(layer.w());
        add(layer.b());
      }
    }

    private void add(Score score) {
      add(score == null ? 0 : 1);
      if (score != null) {
        add(score.loss());
        add(score.accuracy());
      }
    }

    private void add(Evaluation evaluation) {
      add(evaluation == null ? 0 : 1);
      if (evaluation != null) {
        add(evaluation.loss());
        for (int[] row : evaluation.confusion().counts()) {
          Arrays.stream(row).forEach(this::add);
        }
      }
    }

    private void add(TrainingResult result) {
      add(result.status().ordinal());
      add(result.stepsRun());
      add(result.weights());
      for (CurvePoint point : result.curve()) {
        add(point.step());
        add(point.epoch());
        add(point.train());
        add(point.validation());
        add(point.test());
      }
      add(result.train());
      add(result.validation());
      add(result.test());
    }
  }

  private ProofStudy() {}

  /**
   * Prints the version of Java, the kernel, a digest for each of the first trials and for all of
   * them, and then one for each trial that was added later.
   *
   * @param args {@code small} or {@code long}; then the names of trials, if not all are to run
   */
  public static void main(String[] args) {
    Size size = Size.valueOf(args[0].toUpperCase(Locale.ROOT));
    List<String> chosen = List.of(args).subList(1, args.length);
    Kernel kernel = Kernel.best();
    System.out.println("java " + System.getProperty("java.version"));
    System.out.println("kernel " + kernel.description());
    MessageDigest all = Sha256.create();
    run(Trial.FIRST, chosen, kernel, size, all);
    if (chosen.isEmpty()) {
      Bits bits = new Bits();
      addPasses(kernel, Trial.FIRST_ACTIVATIONS, bits);
      print(size, "passes", end(bits, all));
      bits = new Bits();
      addFunctions(kernel, Trial.FIRST_ACTIVATIONS, bits);
      addSoftmax(kernel, bits);
      print(size, "functions", end(bits, all));
      print(size, "all", all.digest());
    }
    run(EnumSet.complementOf(EnumSet.copyOf(Trial.FIRST)), chosen, kernel, size, Sha256.create());
    if (chosen.isEmpty()) {
      Bits bits = new Bits();
      addPasses(kernel, Set.of(Activation.GELU), bits);
      addFunctions(kernel, Set.of(Activation.GELU), bits);
      print(size, "gelu_passes", end(bits, all));
    }
  }

  private static void run(
      Set<Trial> trials, List<String> chosen, Kernel kernel, Size size, MessageDigest all) {
    for (Trial trial : trials) {
      if (chosen.isEmpty() || chosen.contains(lower(trial.name()))) {
        Bits bits = new Bits();
        trial.run(kernel, size, bits);
        print(size, lower(trial.name()), end(bits, all));
      }
    }
  }

  private static byte[] end(Bits bits, MessageDigest all) {
    byte[] digest = bits.digest.digest();
    all.update(digest);
    return digest;
  }

  private static void print(Size size, String what, byte[] digest) {
    System.out.println(lower(size.name()) + " " + what + " " + HexFormat.of().formatHex(digest));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * All that is computed on the way forward and back, from weights that a training seldom has. They
   * show what ends up in no weight: the sign of a zero, and products with what is not finite.
   */
  private static void addPasses(Kernel kernel, Set<Activation> activations, Bits bits) {
    for (Activation activation : activations) {
      Weights usual = weights();
      addPass(kernel, activation, usual, bits);
      Weights minusZero = weights();
      minusZero.layers().forEach(layer -> layer.b().fill(-0f));
      addPass(kernel, activation, minusZero, bits);
      Weights infinite = weights();
      infinite.layers().get(0).w().set(1, 0, Float.POSITIVE_INFINITY);
      addPass(kernel, activation, infinite, bits);
    }
  }

  private static Weights weights() {
    return Weights.initial(List.of(65, 10, ImageSet.CLASSES), Initializer.KAIMING, SEEDS.init());
  }

  private static void addPass(Kernel kernel, Activation activation, Weights weights, Bits bits) {
    // The 33rd image has a strip of its own, and is dark.
    int[] chosen = IntStream.range(0, 33).toArray();
    chosen[32] = DARK;
    ImageSet images = SMALL_IMAGES.train();
    PixelPanel panel =
        PixelPanel.of(images.pixels(), images.pixelsPerImage(), chosen, 0, chosen.length);
    Network network = new Network(kernel, weights, List.of(activation));
    Block block = network.block(chosen.length, Dropout.NONE);
    for (int s = 0; s < chosen.length; s++) {
      block.labels()[s] = images.labels()[chosen[s]];
    }
    network.forward(panel, block, null);
    for (Start start : Start.values()) {
      Weights stored = Weights.zeros(weights.sizes());
      network.backward(panel, block, start, stored);
      bits.add(stored);
      Weights handedOn = Weights.zeros(weights.sizes());
      network.backward(panel, block, start, Weights.zeros(weights.sizes()), sums(kernel, handedOn));
      bits.add(handedOn);
    }
    for (Block.Layer layer : block.layers()) {
      bits.add(layer.a());
      bits.add(layer.delta());
    }
    bits.add(block.maxima());
    bits.add(block.sums());
  }

  /** What adds the sums of a gradient to weights. */
  private static List<Consumer<Part>> sums(Kernel kernel, Weights to) {
    List<Consumer<Part>> sums = new ArrayList<>();
    for (Weights.Layer layer : to.layers()) {
      sums.add(part -> kernel.sgd(layer.w(), part, 1f, -1f));
    }
    return sums;
  }

  /** The functions over so many numbers that a change of their last steps shows in one of them. */
  private static void addFunctions(Kernel kernel, Set<Activation> activations, Bits bits) {
    Matrix numbers = numbers();
    Matrix results = numbers.zeros();
    for (Activation activation : activations) {
      kernel.copy(numbers, results);
      activation.apply(kernel, new Block.Layer(null, numbers, results, null, null));
      bits.add(results);
    }
  }

  private static void addSoftmax(Kernel kernel, Bits bits) {
    Matrix results = numbers();
    Matrix sums = Matrix.create(1, results.columns());
    kernel.softmax(results, sums.zeros(), sums);
    bits.add(results);
    bits.add(sums);
  }

  /** Normal, with a standard deviation of 8. */
  private static Matrix numbers() {
    Matrix numbers = Matrix.create(100, 96);
    for (int i = 0; i < numbers.rows(); i++) {
      for (int j = 0; j < numbers.columns(); j++) {
        int element = i * numbers.columns() + j;
        numbers.set(i, j, 8 * Philox.normal(SEEDS.init(), 0, element, new int[Philox.WORDS]));
      }
    }
    return numbers;
  }

  /** Images with three dark rows above, and some that are dark in more places. */
  private static ImageSet images(int height, int width, int count, int seed) {
    ImageSet bright = Images.of(height, width, count, seed);
    int n = bright.pixelsPerImage();
    byte[] pixels = bright.pixels().clone();
    for (int i = 0; i < count; i++) {
      Arrays.fill(pixels, i * n, i * n + 3 * width, (byte) 0);
      if (i % 3 == 0) {
        Arrays.fill(pixels, i * n + 3 * width, i * n + 3 * width + n / 3, (byte) 0);
      }
      if (i == DARK) {
        Arrays.fill(pixels, i * n, (i + 1) * n, (byte) 0);
      }
    }
    return new ImageSet(height, width, pixels, bright.labels());
  }
}
