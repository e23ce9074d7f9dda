package io.gridproof.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Names the process table that this process is listed in. A host name does not: containers may
 * share one, and each has a process table of its own.
 */
final class ProcessTable {
  private static final Path PROC = Path.of("/proc");

  private ProcessTable() {}

  /**
   * The boot of the system, the PID namespace and the user: processes with the same name see each
   * other. The user belongs to it because the system may hide the processes of others.
   *
   * @return empty where the system does not tell
   */
  static Optional<String> ofThisProcess() {
    try {
      Path self = PROC.resolve("self");
      if (!isOurs(Files.readSymbolicLink(self))) {
        return Optional.empty();
      }
      String boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
      Path namespace = Files.readSymbolicLink(self.resolve("ns/pid"));
      return Optional.of(
          "%s %s %s".formatted(boot, namespace, Files.getAttribute(self, "unix:uid")));
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty(); // no Linux, or one that hides this
    }
  }

  /** A container may show the process table of its host. */
  private static boolean isOurs(Path self) {
    return self.toString().equals(String.valueOf(ProcessHandle.current().pid()));
  }
}
