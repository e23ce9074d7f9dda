package io.gridproof.kernel;

import java.util.List;
import org.junit.jupiter.api.Named;

/** The kernels that a test compares. */
public final class TestKernels {
  private TestKernels() {}

  /** The law, plain and slow. */
  public static Kernel reference() {
    return new ReferenceKernel();
  }

  /** Tiles in plain Java. */
  public static Kernel scalar() {
    return new ScalarKernel();
  }

  /** Every kernel that this JVM can run. */
  public static List<Kernel> all() {
    return List.of(reference(), scalar(), Kernel.best());
  }

  /** The same for parameterized tests. */
  public static List<Named<Kernel>> named() {
    return all().stream().map(kernel -> Named.of(kernel.description(), kernel)).toList();
  }
}
