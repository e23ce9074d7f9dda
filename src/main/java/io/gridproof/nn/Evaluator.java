package io.gridproof.nn;

import io.gridproof.kernel.Kernel;
import io.gridproof.kernel.PixelPanel;
import java.util.ArrayList;
import java.util.List;

/** Runs a network without dropout over whole sets of images. */
public final class Evaluator {
  private final Network network;
  private final Block block;

  /**
   * @param activations one for each hidden layer
   */
  public Evaluator(Kernel kernel, Weights weights, List<Activation> activations) {
    this(new Network(kernel, weights, activations));
  }

  Evaluator(Network network) {
    this.network = network;
    this.block = network.block(Block.SAMPLES, Dropout.NONE);
  }

  /**
   * Loss and confusion matrix over all images. The set keeps its panels, so that it can be
   * evaluated again quickly.
   */
  public Evaluation evaluate(ImageSet images) {
    return evaluate(images, images.panels());
  }

  /** The same for a large set that is seldom evaluated: its panels are not kept. */
  Evaluation evaluateInPassing(ImageSet images) {
    return evaluate(images, images.passingPanels());
  }

  private Evaluation evaluate(ImageSet images, Iterable<PixelPanel> panels) {
    Scorer scorer = new Scorer();
    run(images, panels, scorer::add);
    return scorer.evaluation();
  }

  /** What the network makes of each image. */
  public List<Classification> classify(ImageSet images) {
    List<Classification> classifications = new ArrayList<>();
    run(
        images,
        images.passingPanels(),
        done -> {
          for (int s = 0; s < done.samples(); s++) {
            classifications.add(Classification.of(done.last().a(), s));
          }
        });
    return classifications;
  }

  private interface BlockReader {
    void read(Block done);
  }

  private void run(ImageSet images, Iterable<PixelPanel> panels, BlockReader reader) {
    int first = 0;
    for (PixelPanel panel : panels) {
      Block part = panel.samples() == block.samples() ? block : block.firstSamples(panel.samples());
      System.arraycopy(images.labels(), first, part.labels(), 0, part.samples());
      network.forward(panel, part, null);
      reader.read(part);
      first += part.samples();
    }
  }
}
