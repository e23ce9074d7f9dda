package io.gridproof.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Chooses the kernel of this JVM, once. */
final class Kernels {
  private static final String MODULE = "jdk.incubator.vector";

  static final Kernel BEST = choose();

  private Kernels() {}

  private static Kernel choose() {
    if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
      return new VectorKernel();
    }
    Logger logger = System.getLogger(Kernel.class.getName());
    logger.log(
        Level.WARNING,
        "the module {0} is missing: training runs on the scalar path, with the same results but"
            + " slower; start Java with --add-modules={0}",
        MODULE);
    return new ScalarKernel();
  }
}
