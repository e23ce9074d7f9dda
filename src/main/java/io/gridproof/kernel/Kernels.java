package io.gridproof.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;

/** Chooses the kernel of this JVM. */
final class Kernels {
  private static final String MODULE = "jdk.incubator.vector";
  private static final Logger LOGGER = System.getLogger(Kernel.class.getName());
  private static final boolean HAS_VECTORS = findVectors();

  static {
    warnOfMissingFma();
  }

  private Kernels() {}

  static Kernel best() {
    return HAS_VECTORS ? new VectorKernel() : new ScalarKernel();
  }

  static boolean hasVectors() {
    return HAS_VECTORS;
  }

  private static boolean findVectors() {
    if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
      return true;
    }
    LOGGER.log(
        Level.WARNING,
        "the module {0} is missing: training runs on the scalar path, with the same results but"
            + " slower; start Java with --add-modules={0}",
        MODULE);
    return false;
  }

  private static void warnOfMissingFma() {
    if (!hasFma()) {
      LOGGER.log(
          Level.WARNING,
          "this processor has no fused multiply-add (or -XX:-UseFMA forbids it): training gives the"
              + " same results but takes about 30 times as long");
    }
  }

  /** HotSpot says whether it has the instruction; another JVM gets the benefit of the doubt. */
  private static boolean hasFma() {
    HotSpotDiagnosticMXBean hotSpot =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return hotSpot == null || Boolean.parseBoolean(hotSpot.getVMOption("UseFMA").getValue());
    } catch (IllegalArgumentException noSuchOption) {
      return true;
    }
  }
}
