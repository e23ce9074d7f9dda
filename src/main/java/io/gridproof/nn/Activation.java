package io.gridproof.nn;

import io.gridproof.kernel.Kernel;

/** The activation function g of a hidden layer (equations 15-17), with its derivative. */
public enum Activation {
  /** g(z) = max(0, z). */
  RELU {
    @Override
    void apply(Kernel kernel, Block.Layer layer) {
      kernel.relu(layer.a());
    }

    @Override
    void timesDerivative(Kernel kernel, Block.Layer layer) {
      kernel.timesReluDerivative(layer.a(), layer.delta());
    }
  },
  /** g(z) = 1 / (1 + e^-z). */
  SIGMOID {
    @Override
    void apply(Kernel kernel, Block.Layer layer) {
      kernel.sigmoid(layer.a());
    }

    @Override
    void timesDerivative(Kernel kernel, Block.Layer layer) {
      kernel.timesSigmoidDerivative(layer.a(), layer.delta());
    }
  },
  /** g(z) = (e^z - e^-z) / (e^z + e^-z). */
  TANH {
    @Override
    void apply(Kernel kernel, Block.Layer layer) {
      kernel.tanh(layer.a());
    }

    @Override
    void timesDerivative(Kernel kernel, Block.Layer layer) {
      kernel.timesTanhDerivative(layer.a(), layer.delta());
    }
  },
  /**
   * g(z) = z Phi(z), with Phi the distribution function of the standard normal distribution
   * (Hendrycks and Gimpel 2016, the exact form).
   */
  GELU {
    @Override
    boolean keepsZ() {
      return true;
    }

    @Override
    void apply(Kernel kernel, Block.Layer layer) {
      kernel.gelu(layer.z(), layer.a());
    }

    @Override
    void timesDerivative(Kernel kernel, Block.Layer layer) {
      kernel.timesGeluDerivative(layer.z(), layer.delta());
    }
  };

  /** Whether the derivative needs Z. The others compute it from A, which replaces Z. */
  boolean keepsZ() {
    return false;
  }

  /** A := g(Z). */
  abstract void apply(Kernel kernel, Block.Layer layer);

  /** Multiplies delta by g'(Z), after {@link #apply} on the same layer. */
  abstract void timesDerivative(Kernel kernel, Block.Layer layer);
}
