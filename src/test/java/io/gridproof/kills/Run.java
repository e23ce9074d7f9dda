package io.gridproof.kills;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code submit.sh run}, started as a terminal would: a process group of its own, in which
 * nothing ignores an interrupt.
 */
final class Run {
  private static final int MOST_MINUTES = 15;
  private static final Pattern DIGEST = Pattern.compile("(?m)^digest ([0-9a-f]{64})$");
  private static final Pattern EXECUTOR_ID = Pattern.compile("--executor-id (\\d+)");

  private final Process process;
  private final long start = System.nanoTime();
  private final Path out;
  private final Path err;
  private final Path journal;

  private Run(Process process, Path out, Path err, Path journal) {
    this.process = process;
    this.out = out;
    this.err = err;
    this.journal = journal;
  }

  /**
   * @param command submit.sh and spark-submit's options
   * @param files where its output goes, and what it trained: a path without an ending
   */
  static Run start(List<String> command, List<String> verb, Path files) throws IOException {
    Path out = Path.of(files + ".out");
    Path err = Path.of(files + ".err");
    Path journal = Path.of(files + ".journal");
    List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT", "setsid"));
    words.addAll(command);
    words.addAll(List.of("--conf", TrialJournal.FILE + "=" + journal));
    words.addAll(verb);
    Process process =
        new ProcessBuilder(words)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    Run run = new Run(process, out, err, journal);
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    } catch (IllegalStateException shutdownHasBegun) {
      process.destroyForcibly();
      throw shutdownHasBegun;
    }
    return run;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Kills the driver, and nothing else, at once. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends a signal to the driver and all that it started, as a terminal does. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, "--", "-" + pid()).inheritIO().start().waitFor();
  }

  /** Waits for its end and returns its exit status. */
  int await() throws InterruptedException {
    if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException(pid() + " did not end, see " + err);
    }
    return process.exitValue();
  }

  /** What the driver started and got back until now. */
  TrialJournal.Counts trials() throws IOException {
    return TrialJournal.read(journal);
  }

  /** The digest that it printed at its end. */
  Optional<String> digest() throws IOException {
    Matcher line = DIGEST.matcher(Files.readString(out));
    return line.find() ? Optional.of(line.group(1)) : Optional.empty();
  }

  String errors() throws IOException {
    return Files.readString(err);
  }

  /** What it said that is no matter of course. */
  String lastWords() throws IOException {
    List<String> lines = errors().lines().toList();
    return lines.stream().skip(Math.max(0, lines.size() - 3)).collect(joining(" | "));
  }

  /** The processes of its executors, in the order of their ids. */
  List<ProcessHandle> executors() {
    return process
        .descendants()
        .filter(child -> commandLine(child).contains("CoarseGrainedExecutorBackend"))
        .filter(child -> EXECUTOR_ID.matcher(commandLine(child)).find())
        .sorted(Comparator.comparingInt(Run::executorId))
        .toList();
  }

  static int executorId(ProcessHandle executor) {
    Matcher id = EXECUTOR_ID.matcher(commandLine(executor));
    return id.find() ? Integer.parseInt(id.group(1)) : Integer.MAX_VALUE;
  }

  /** From the kernel: ProcessHandle knows no command line as long as an executor's. */
  private static String commandLine(ProcessHandle process) {
    try {
      return new String(
              Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "cmdline")),
              StandardCharsets.UTF_8)
          .replace('\0', ' ');
    } catch (IOException e) {
      return ""; // it has ended
    }
  }
}
