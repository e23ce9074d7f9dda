package io.gridproof.results;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The process that writes for a run.
 *
 * @param startedAt of the process, as far as the system tells
 * @param since when its run began
 * @param processTable what {@link ProcessTable} calls the one that lists the process, if it knows
 */
record Driver(
    String runId,
    String host,
    long pid,
    Instant startedAt,
    Instant since,
    Optional<String> processTable) {

  /** What can be said of a process. */
  enum Life {
    RUNS,
    GONE,
    UNKNOWN
  }

  /** The system derives starts from its clock, which may have been set meanwhile. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private static final Pattern NAME = Pattern.compile("\\p{Graph}{1,255}");

  static Driver ofThisProcess(String runId) {
    ProcessHandle process = ProcessHandle.current();
    return new Driver(
        runId,
        HostName.ofThisMachine(),
        process.pid(),
        startOf(process),
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        ProcessTable.ofThisProcess());
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  /** What this process's own process table tells, if it is the one that lists the driver. */
  Life life() {
    if (processTable.isEmpty() || !processTable.equals(ProcessTable.ofThisProcess())) {
      return Life.UNKNOWN;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isEmpty()) {
      return Life.GONE;
    }
    return process.filter(this::isSame).isPresent() ? Life.RUNS : Life.UNKNOWN;
  }

  /**
   * Another process may have got the pid. One that has ended, but whose parent has not noticed, has
   * no command. A clock that was set moves the start, so a difference proves nothing.
   */
  private boolean isSame(ProcessHandle process) {
    return process.info().command().isPresent()
        && Duration.between(startOf(process), startedAt).abs().compareTo(TOLERANCE) <= 0;
  }

  /** Reads back as the same. */
  byte[] bytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A line each; later versions may add lines at the end, and earlier ones wrote the first five.
   */
  String text() {
    return String.join(
        "\n",
        runId,
        host,
        String.valueOf(pid),
        startedAt.toString(),
        since.toString(),
        processTable.orElse("") + "\n");
  }

  /** Reads what any version wrote; empty if it is something else. */
  static Optional<Driver> of(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length < 5 || !isName(lines[0]) || !isName(lines[1])) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Driver(
              lines[0],
              lines[1],
              Long.parseLong(lines[2]),
              Instant.parse(lines[3]),
              Instant.parse(lines[4]),
              lines.length == 5 || lines[5].isEmpty() ? Optional.empty() : Optional.of(lines[5])));
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  @Override
  public String toString() {
    return "run %s (host %s, process %d, since %s)".formatted(runId, host, pid, since);
  }
}
