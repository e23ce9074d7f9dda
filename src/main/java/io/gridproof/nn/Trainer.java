package io.gridproof.nn;

import io.gridproof.kernel.Kernel;
import io.gridproof.kernel.Kernel.Start;
import io.gridproof.kernel.Part;
import io.gridproof.kernel.Philox;
import io.gridproof.kernel.PixelGatherer;
import io.gridproof.kernel.PixelPanel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Trains one trial. Configuration, seeds, recording and images determine every bit of the result.
 * Machine, JVM, schedule and block size have no effect on it.
 */
public final class Trainer {
  /** Changes whenever the same trial would get other bits. */
  public static final String VERSION = "1";

  private static final int DIGEST_DIGITS = 16;

  private final Configuration configuration;
  private final Seeds seeds;
  private final Recording recording;
  private final Splits images;

  private final Weights weights;
  private final Weights gradient;
  private final Network network;
  private final Evaluator evaluator;
  private final DropoutMasks masks;
  private final List<Optimizer.Update> updates = new ArrayList<>();
  private final Map<Integer, Block> blocks = new HashMap<>();
  private final Map<Integer, PixelGatherer> gatherers = new HashMap<>();

  /** For each layer, what to do with a part of its gradient as soon as its sums are complete. */
  private final List<Consumer<Part>> descents = new ArrayList<>();

  private final int[] order;
  private final int m;
  private final int batchSize;
  private final int stepsPerEpoch;
  private int samplesOfStep;

  private final List<CurvePoint> curve = new ArrayList<>();
  private final Scorer sinceLastPoint = new Scorer();

  public Trainer(
      Kernel kernel, Configuration configuration, Seeds seeds, Recording recording, Splits images) {
    this.configuration = configuration;
    this.seeds = seeds;
    this.recording = recording;
    this.images = images;
    this.m = images.train().count();
    this.batchSize = configuration.batch().size(m);
    Require.that(batchSize <= m, "batch_size <= training rows = " + m, batchSize);
    this.stepsPerEpoch = (m + batchSize - 1) / batchSize;

    List<Integer> sizes = new ArrayList<>();
    sizes.add(images.train().pixelsPerImage());
    sizes.addAll(configuration.hidden());
    sizes.add(ImageSet.CLASSES);
    this.weights = Weights.initial(sizes, configuration.initializer(), seeds.init());
    this.gradient = Weights.zeros(sizes);
    this.network = new Network(kernel, weights, configuration.activations());
    this.evaluator = new Evaluator(network);
    this.masks = new DropoutMasks(kernel, configuration.dropout(), seeds.dropout());
    Configuration ofBiases = configuration.withWeightDecay(0);
    for (Weights.Layer layer : weights.layers()) {
      updates.add(configuration.optimizer().update(kernel, layer.w(), configuration));
      updates.add(configuration.optimizer().update(kernel, layer.b(), ofBiases));
      int l = descents.size();
      descents.add(part -> update(l, part));
    }
    Block block = network.block(Math.min(Block.SAMPLES, batchSize), configuration.dropout());
    blocks.put(block.samples(), block);
    this.order = IntStream.range(0, m).toArray();
  }

  /**
   * Trains to the end, unless the loss stops being finite or time is up.
   *
   * @param timeIsUp asked before every step
   */
  public TrainingResult train(BooleanSupplier timeIsUp) {
    int steps = configuration.budget().steps(stepsPerEpoch);
    for (int step = 1; step <= steps; step++) {
      if (timeIsUp.getAsBoolean()) {
        return ended(Status.TIMED_OUT, "time was up before step " + step, step - 1);
      }
      if (!step(step)) {
        return ended(Status.DIVERGED, "the loss is not finite at step " + step, step - 1);
      }
      record(step, steps);
    }
    Evaluation train =
        isFullBatch()
            ? evaluator.evaluate(images.train())
            : evaluator.evaluateInPassing(images.train());
    Evaluation validation = evaluateIfAny(images.validation());
    Evaluation test = evaluator.evaluate(images.test());
    if (!isFinite(train) || !isFinite(validation) || !isFinite(test)) {
      return ended(Status.DIVERGED, "the loss is not finite after the last step", steps);
    }
    return new TrainingResult(
        Status.FINISHED, null, steps, weights.sha256(), weights, curve, train, validation, test);
  }

  private static boolean isFinite(Evaluation evaluation) {
    return evaluation == null || Double.isFinite(evaluation.loss());
  }

  private TrainingResult ended(Status status, String error, int stepsRun) {
    return new TrainingResult(
        status, error, stepsRun, weights.sha256(), weights, curve, null, null, null);
  }

  /** Makes one update. If the loss is not finite, makes none and returns false. */
  private boolean step(int step) {
    int inEpoch = (step - 1) % stepsPerEpoch;
    if (inEpoch == 0 && !isFullBatch()) {
      Philox.shuffle(seeds.shuffle(), (step - 1) / stepsPerEpoch, order);
    }
    int first = inEpoch * batchSize;
    samplesOfStep = Math.min(batchSize, m - first);
    for (int at = 0; at < samplesOfStep; at += Block.SAMPLES) {
      Block block = block(Math.min(Block.SAMPLES, samplesOfStep - at));
      PixelPanel panel = load(first + at, block);
      masks.moveTo(step, at);
      network.forward(panel, block, masks);
      sinceLastPoint.add(block);
      Start start = at == 0 ? Start.ZERO : Start.SUM;
      if (at + block.samples() < samplesOfStep) {
        network.backward(panel, block, start, gradient);
      } else if (sinceLastPoint.isFinite()) {
        descend(panel, block, start);
      } else {
        return false;
      }
    }
    return true;
  }

  /** Equations 5-14 on the last block of a step: the weights change while they are in the cache. */
  private void descend(PixelPanel panel, Block block, Start start) {
    updates.forEach(Optimizer.Update::beginStep);
    network.backward(panel, block, start, gradient, descents);
    for (int l = 0; l < weights.layers().size(); l++) {
      Part sums = Part.all(gradient.layers().get(l).b());
      updates.get(2 * l + 1).apply(sums, Network.biasScale(samplesOfStep));
    }
  }

  private void update(int layer, Part sums) {
    updates.get(2 * layer).apply(sums, Network.weightScale(layer, samplesOfStep));
    network.weightsChanged(layer, sums);
  }

  /** Loads the samples of a block, from place {@code first} of the epoch's order on. */
  private PixelPanel load(int first, Block block) {
    for (int s = 0; s < block.samples(); s++) {
      block.labels()[s] = images.train().labels()[order[first + s]];
    }
    if (isFullBatch()) {
      return images.train().panels().get(first / Block.SAMPLES);
    }
    return gatherers
        .computeIfAbsent(block.samples(), this::gatherer)
        .gather(images.train().pixels(), order, first);
  }

  private boolean isFullBatch() {
    return configuration.batch() instanceof Batch.Full;
  }

  private PixelGatherer gatherer(int samples) {
    return new PixelGatherer(images.train().pixelsPerImage(), samples);
  }

  private Block block(int samples) {
    return blocks.computeIfAbsent(samples, this::smallerBlock);
  }

  private Block smallerBlock(int samples) {
    return blocks.get(Math.min(Block.SAMPLES, batchSize)).firstSamples(samples);
  }

  private void record(int step, int steps) {
    boolean test = step % recording.testEvery() == 0 || step == steps;
    if (!test && step % recording.trainEvery() != 0) {
      return;
    }
    curve.add(
        new CurvePoint(
            step,
            (double) step / stepsPerEpoch,
            sinceLastPoint.evaluation().score(),
            test ? score(evaluateIfAny(images.validation())) : null,
            test ? evaluator.evaluate(images.test()).score() : null,
            test ? weights.sha256().substring(0, DIGEST_DIGITS) : null));
    sinceLastPoint.reset();
  }

  private Evaluation evaluateIfAny(ImageSet set) {
    return set.count() == 0 ? null : evaluator.evaluate(set);
  }

  private static Score score(Evaluation evaluation) {
    return evaluation == null ? null : evaluation.score();
  }
}
