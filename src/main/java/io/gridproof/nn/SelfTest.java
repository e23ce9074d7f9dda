package io.gridproof.nn;

import io.gridproof.kernel.Kernel;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What this JVM's arithmetic gives for a little work of every kind: a digest for each {@link
 * SelfTestPart}. Two machines whose digests are equal may work on one study.
 *
 * @param digests by the name of the part, in the order of the parts
 * @param machine for people: kernel, Java and processor
 */
public record SelfTest(Map<String, String> digests, String machine) implements Serializable {

  /**
   * What every machine must give. The digest of a part changes only together with {@link
   * Trainer#VERSION}. Work that is added later gets a part, and so a digest, of its own: a new part
   * changes no trial.
   */
  public static final SelfTest REFERENCE =
      new SelfTest(ofEachPart(SelfTestPart::reference), "the reference");

  public SelfTest {
    digests = Collections.unmodifiableMap(new LinkedHashMap<>(digests));
  }

  /**
   * Does the work. It takes some tens of milliseconds, but half a second in a JVM that has not
   * trained yet: most of that is the start of the vector module.
   */
  public static SelfTest run(Kernel kernel) {
    return new SelfTest(ofEachPart(part -> part.digest(kernel)), describe(kernel));
  }

  private static Map<String, String> ofEachPart(Function<SelfTestPart, String> digest) {
    Map<String, String> digests = new LinkedHashMap<>();
    for (SelfTestPart part : SelfTestPart.values()) {
      digests.put(part.title(), digest.apply(part));
    }
    return digests;
  }

  /** The result of this JVM, which is made once. */
  public static SelfTest ofThisJvm() {
    return OfThisJvm.RESULT;
  }

  private static final class OfThisJvm {
    static final SelfTest RESULT = run(Kernel.best());
  }

  /** The names of the parts that another machine computes otherwise; empty if there are none. */
  public List<String> differences(SelfTest other) {
    return digests.keySet().stream()
        .filter(part -> !digests.get(part).equals(other.digests.get(part)))
        .toList();
  }

  private static String describe(Kernel kernel) {
    return "%s, Java %s, %s"
        .formatted(
            kernel.description(),
            System.getProperty("java.version"),
            System.getProperty("os.arch"));
  }
}
