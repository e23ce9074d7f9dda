package io.gridproof.nn;

import io.gridproof.kernel.Kernel;
import io.gridproof.kernel.Matrix;
import io.gridproof.kernel.Part;

/** How a gradient changes the weights. */
public enum Optimizer {
  /** Equations 11-14: W := W - alpha dW; weight decay adds lambda W to dW. */
  SGD {
    @Override
    Update update(Kernel kernel, Matrix w, Configuration configuration) {
      float alpha = (float) configuration.learningRate();
      Update step = (g, scale) -> kernel.sgd(w, g, scale, alpha);
      return withDecayedGradient(kernel, w, configuration, step);
    }
  },
  /** V := beta V + dW; W := W - alpha V; weight decay adds lambda W to dW. */
  MOMENTUM {
    @Override
    Update update(Kernel kernel, Matrix w, Configuration configuration) {
      float alpha = (float) configuration.learningRate();
      float beta = (float) configuration.momentum();
      Matrix v = w.zeros();
      Update step = (g, scale) -> kernel.momentum(w, g, scale, alpha, beta, v);
      return withDecayedGradient(kernel, w, configuration, step);
    }
  },
  /**
   * Kingma and Ba 2015, algorithm 1, with its constants: 0.9, 0.999 and 1e-8. Weight decay is that
   * of Loshchilov and Hutter 2019 (AdamW): before the step, W := (1 - alpha lambda) W.
   */
  ADAM {
    @Override
    Update update(Kernel kernel, Matrix w, Configuration configuration) {
      return new AdamUpdate(kernel, w, configuration);
    }
  };

  /** The update of one W or b, with the state that it needs. */
  abstract Update update(Kernel kernel, Matrix w, Configuration configuration);

  /** Applies one step. */
  interface Update {
    /** To be called at the beginning of each step. */
    default void beginStep() {}

    /**
     * @param g the sum of the gradient over the batch, for a part of the weights; it may be changed
     * @param scale the factor that turns the sum into the mean
     */
    void apply(Part g, float scale);
  }

  /** An update that sees the gradient of the loss with a penalty of lambda / 2 |W|^2 (L2). */
  private static Update withDecayedGradient(
      Kernel kernel, Matrix w, Configuration configuration, Update step) {
    float lambda = (float) configuration.weightDecay();
    if (lambda == 0) {
      return step;
    }
    return (g, scale) -> {
      kernel.decay(w, lambda, g, scale);
      step.apply(g, 1f);
    };
  }

  private static final class AdamUpdate implements Update {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final float EPSILON = 1e-8f;

    private final Kernel kernel;
    private final Matrix w;
    private final float alpha;

    /** 1 - alpha lambda. */
    private final float kept;

    private final Matrix m;
    private final Matrix v;
    // beta^t, by repeated multiplication, because Math.pow gives other bits on other machines.
    private double power1 = 1;
    private double power2 = 1;
    private Kernel.Adam step;

    AdamUpdate(Kernel kernel, Matrix w, Configuration configuration) {
      this.kernel = kernel;
      this.w = w;
      this.alpha = (float) configuration.learningRate();
      this.kept = (float) (1 - configuration.learningRate() * configuration.weightDecay());
      this.m = w.zeros();
      this.v = w.zeros();
    }

    @Override
    public void beginStep() {
      power1 *= BETA_1;
      power2 *= BETA_2;
      step =
          new Kernel.Adam(
              alpha,
              (float) BETA_1,
              (float) BETA_2,
              EPSILON,
              (float) (1 / (1 - power1)),
              (float) (1 / (1 - power2)));
    }

    @Override
    public void apply(Part g, float scale) {
      if (kept != 1) {
        kernel.scale(w, g, kept, w);
      }
      kernel.adam(w, g, scale, step, m, v);
    }
  }
}
