package io.gridproof.nn;

import io.gridproof.kernel.Kernel;
import io.gridproof.kernel.Matrix;

/** The activation function g of a hidden layer (equations 15-17), with its derivative. */
public enum Activation {
  /** g(z) = max(0, z). */
  RELU {
    @Override
    void apply(Kernel kernel, Matrix z) {
      kernel.relu(z);
    }

    @Override
    void timesDerivative(Kernel kernel, Matrix a, Matrix delta) {
      kernel.timesReluDerivative(a, delta);
    }
  },
  /** g(z) = 1 / (1 + e^-z). */
  SIGMOID {
    @Override
    void apply(Kernel kernel, Matrix z) {
      kernel.sigmoid(z);
    }

    @Override
    void timesDerivative(Kernel kernel, Matrix a, Matrix delta) {
      kernel.timesSigmoidDerivative(a, delta);
    }
  },
  /** g(z) = (e^z - e^-z) / (e^z + e^-z). */
  TANH {
    @Override
    void apply(Kernel kernel, Matrix z) {
      kernel.tanh(z);
    }

    @Override
    void timesDerivative(Kernel kernel, Matrix a, Matrix delta) {
      kernel.timesTanhDerivative(a, delta);
    }
  };

  /** Replaces Z by A = g(Z). */
  abstract void apply(Kernel kernel, Matrix z);

  /** Multiplies delta by g'(Z), which is a function of the output A = g(Z) for all three. */
  abstract void timesDerivative(Kernel kernel, Matrix a, Matrix delta);
}
