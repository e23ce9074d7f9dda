package io.gridproof.results;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The process that writes for a run.
 *
 * @param startedAt of the process, as far as the system tells: with the pid it names the process
 * @param since when its run began
 */
record Driver(String runId, String host, long pid, Instant startedAt, Instant since) {
  /** The system derives starts from its clock, which may have been set meanwhile. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  static Driver ofThisProcess(String runId) {
    ProcessHandle process = ProcessHandle.current();
    return new Driver(
        runId,
        HostName.ofThisMachine(),
        process.pid(),
        startOf(process),
        Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  boolean isHere() {
    return host.equals(HostName.ofThisMachine());
  }

  /** Of a driver on this host: whether its process runs. */
  boolean isAlive() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            process ->
                Duration.between(startOf(process), startedAt).abs().compareTo(TOLERANCE) <= 0)
        .isPresent();
  }

  /** Reads back as the same. */
  byte[] bytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }

  String text() {
    return String.join("\n", runId, host, String.valueOf(pid), startedAt.toString(), since + "\n");
  }

  static Driver of(String text) {
    String[] lines = text.split("\n");
    return new Driver(
        lines[0],
        lines[1],
        Long.parseLong(lines[2]),
        Instant.parse(lines[3]),
        Instant.parse(lines[4]));
  }

  @Override
  public String toString() {
    return "run %s (host %s, process %d, since %s)".formatted(runId, host, pid, since);
  }
}
