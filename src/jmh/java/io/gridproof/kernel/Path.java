package io.gridproof.kernel;

/** The kernels that benchmarks compare; each value is a JVM of its own. */
public enum Path {
  VECTOR,
  SCALAR;

  Kernel kernel() {
    return this == VECTOR ? new VectorKernel() : new ScalarKernel();
  }
}
