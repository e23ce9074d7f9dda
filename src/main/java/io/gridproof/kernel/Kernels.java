package io.gridproof.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Chooses the kernel of this JVM. */
final class Kernels {
  private static final String MODULE = "jdk.incubator.vector";
  private static final boolean HAS_VECTORS = hasVectors();

  private Kernels() {}

  static Kernel best() {
    return HAS_VECTORS ? new VectorKernel() : new ScalarKernel();
  }

  private static boolean hasVectors() {
    if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
      return true;
    }
    Logger logger = System.getLogger(Kernel.class.getName());
    logger.log(
        Level.WARNING,
        "the module {0} is missing: training runs on the scalar path, with the same results but"
            + " slower; start Java with --add-modules={0}",
        MODULE);
    return false;
  }
}
