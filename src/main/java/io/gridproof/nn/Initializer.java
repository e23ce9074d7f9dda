package io.gridproof.nn;

import io.gridproof.kernel.Philox;

/** How the weights start (equations 19 and 20). Biases start at 0, except with {@link #RANDOM}. */
public enum Initializer {
  /** Weights and biases uniform in [-0.5, 0.5): the notebook that the paper builds on. */
  RANDOM {
    @Override
    Draw draw(int inputs, int outputs) {
      return new UniformWithBias(0.5f);
    }
  },
  /** Glorot: uniform, limit = sqrt(6 / (n_in + n_out)). */
  XAVIER {
    @Override
    Draw draw(int inputs, int outputs) {
      return new Uniform((float) Math.sqrt(6.0 / (inputs + outputs)));
    }
  },
  /** He: normal, standard deviation = sqrt(2 / n_in). */
  KAIMING {
    @Override
    Draw draw(int inputs, int outputs) {
      return new Normal((float) Math.sqrt(2.0 / inputs));
    }
  },
  /** Equation 19 as printed: normal, <em>variance</em> = sqrt(6 / (n_in + n_out)). */
  XAVIER_AS_WRITTEN {
    @Override
    Draw draw(int inputs, int outputs) {
      return new Normal((float) Math.sqrt(Math.sqrt(6.0 / (inputs + outputs))));
    }
  },
  /** Equation 20 as printed: normal, <em>variance</em> = sqrt(2 / n_in). */
  KAIMING_AS_WRITTEN {
    @Override
    Draw draw(int inputs, int outputs) {
      return new Normal((float) Math.sqrt(Math.sqrt(2.0 / inputs)));
    }
  };

  /** The distribution for a layer of n_in inputs and n_out outputs. */
  abstract Draw draw(int inputs, int outputs);

  /** A distribution; an element is a function of (seed, layer, element) alone. */
  sealed interface Draw {
    float weight(long seed, int layer, int element, int[] scratch);

    default float bias(long seed, int layer, int element, int[] scratch) {
      return 0f;
    }
  }

  private record Uniform(float limit) implements Draw {
    @Override
    public float weight(long seed, int layer, int element, int[] scratch) {
      return limit * Math.fma(2f, Philox.uniform(seed, layer, element, scratch), -1f);
    }
  }

  private record UniformWithBias(float limit) implements Draw {
    @Override
    public float weight(long seed, int layer, int element, int[] scratch) {
      return new Uniform(limit).weight(seed, layer, element, scratch);
    }

    @Override
    public float bias(long seed, int layer, int element, int[] scratch) {
      return weight(seed, layer, element, scratch);
    }
  }

  private record Normal(float standardDeviation) implements Draw {
    @Override
    public float weight(long seed, int layer, int element, int[] scratch) {
      return standardDeviation * Philox.normal(seed, layer, element, scratch);
    }
  }
}
