package io.gridproof.kills;

import io.gridproof.IdxFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A study of 100 short trials, what it gives if nobody disturbs it, and the runs of it. */
final class Laboratory {
  static final String LOCAL = "local[2]";
  static final String CLUSTER = "local-cluster[2,1,1024]";

  /** Of each of the two. */
  static final int CORES = 2;

  /** Tables whose rows depend on the trials alone. */
  private static final List<String> EXACT =
      List.of("curves", "class_metrics", "confusion", "models");

  private static final Path SUBMIT = Path.of("submit.sh").toAbsolutePath();

  /** Makes a command run under the name of another host, and see no other's processes. */
  private static final List<String> ELSEWHERE =
      List.of(
          "unshare",
          "--uts",
          "--pid",
          "--fork",
          "--kill-child",
          "--mount-proc",
          "env",
          "HOSTNAME=elsewhere",
          "SPARK_LOCAL_HOSTNAME=localhost",
          "sh",
          "-c",
          "hostname elsewhere && exec \"$@\"",
          "sh");

  /** What a file takes at least on a small disk. */
  private static final long BLOCK = 4096;

  private final Path work;
  private final Path study;
  private final Path journal;
  private final Checks checks;
  private final List<Reader> readers;
  private final ForeignTables tables;
  private final Reference reference;
  private int directories;
  private int runs;

  /** What an undisturbed run gave, and how long it took until its first trial was there. */
  private record Reference(
      List<String> trials, String digest, List<String> contents, double startSeconds, long bytes) {}

  private Laboratory(Path work, int steps, Checks checks, List<Reader> readers)
      throws IOException, InterruptedException, SQLException {
    this.work = work;
    this.checks = checks;
    this.readers = readers;
    study = writeStudy(work, steps);
    journal = copyJournal(work);
    tables = new ForeignTables();
    reference = undisturbed();
  }

  /**
   * @param steps of each trial
   * @param readers who read every directory that is worked in
   */
  static Laboratory open(Path work, int steps, Checks checks, List<Reader> readers)
      throws IOException, InterruptedException, SQLException {
    return new Laboratory(work, steps, checks, readers);
  }

  private static Path writeStudy(Path work, int steps) throws IOException {
    return Files.writeString(
        work.resolve("study.yaml"),
        """
        name: kills
        dataset: {source: "idx:%s"}
        parameters:
          hidden: {values: [[48], [48, 24]]}
          activation: {values: [relu, tanh]}
          learning_rate: {value: 0.1}
          batch_size: {value: 100}
          steps: {value: %d}
        replicates: {count: 25}
        record: {train_every: 50, test_every: 100, weights: true}
        """
            .formatted(IdxFolder.write(work.resolve("images"), 2000, 500), steps));
  }

  /** A class path of the journal alone: a driver is to have nothing else of the tests. */
  private static Path copyJournal(Path work) throws IOException {
    Path classes = work.resolve("classes");
    for (Class<?> type : List.of(TrialJournal.class, TrialJournal.Counts.class)) {
      String file = type.getName().replace('.', '/') + ".class";
      Path copy = classes.resolve(file);
      Files.createDirectories(copy.getParent());
      try (var bytes = type.getClassLoader().getResourceAsStream(file)) {
        Files.copy(bytes, copy);
      }
    }
    return classes;
  }

  private Reference undisturbed() throws IOException, InterruptedException, SQLException {
    Path results = newResults();
    try (ResultWatch watch = new ResultWatch(results)) {
      Run run = run(results, LOCAL);
      new Moment("first", 1, 0, Duration.ZERO).await(run, results, watch, tables, 0);
      double startSeconds = run.seconds();
      int status = run.await();
      List<String> trials = ids(results);
      int started = run.trials().started();
      if (status != 0 || trials.size() != started) {
        throw new IllegalStateException(
            "the undisturbed run ended with status %d, %d trials and %d trainings: %s"
                .formatted(status, trials.size(), started, run.lastWords()));
      }
      System.out.printf(
          "undisturbed: %d trials in %.1f s, the first after %.1f s, digest %s%n",
          trials.size(), run.seconds(), startSeconds, run.digest().orElse("none"));
      checks.that(
          run.digest().equals(Optional.of(tables.digest(results))),
          "the view study_digest is not what another program computes: %s",
          tables.digest(results));
      return new Reference(
          trials, tables.digest(results), contents(results), startSeconds, blocks(results));
    }
  }

  /** An empty directory, which the readers read from now on. */
  Path newResults() throws IOException {
    Path results = Files.createDirectory(work.resolve("results-" + directories++));
    readers.forEach(reader -> reader.follow(results));
    return results;
  }

  /** The readers turn away. */
  void rest() {
    readers.forEach(Reader::rest);
  }

  /** Starts to train what is not in the directory. */
  Run run(Path results, String master) throws IOException {
    return run(List.of(), results, master);
  }

  /** Does so under the name of another host. */
  Run runElsewhere(Path results) throws IOException {
    return run(ELSEWHERE, results, LOCAL);
  }

  static boolean canBeElsewhere() throws IOException, InterruptedException {
    List<String> nothing = new ArrayList<>(ELSEWHERE);
    nothing.add("true");
    return new ProcessBuilder(nothing).start().waitFor() == 0;
  }

  private Run run(List<String> prefix, Path results, String master) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            SUBMIT.toString(),
            "--master",
            master,
            "--driver-class-path",
            journal.toString(),
            "--conf",
            "spark.extraListeners=" + TrialJournal.class.getName(),
            "--conf",
            "spark.ui.enabled=false",
            "--conf",
            "spark.local.dir=" + work.resolve("local")));
    return Run.start(
        command,
        List.of("run", study.toString(), "--out", results.toString()),
        work.resolve("run-" + runs++));
  }

  Checks checks() {
    return checks;
  }

  ForeignTables tables() {
    return tables;
  }

  int trials() {
    return reference.trials.size();
  }

  /** What the undisturbed results take on a small disk. */
  long bytes() {
    return reference.bytes;
  }

  double startSeconds() {
    return reference.startSeconds;
  }

  private List<String> ids(Path results) throws SQLException, IOException {
    return tables.trials(results).stream().map(row -> row.substring(0, row.indexOf(' '))).toList();
  }

  private List<String> contents(Path results) throws SQLException, IOException {
    List<String> contents = new ArrayList<>();
    for (String table : EXACT) {
      contents.add(table + " " + tables.content(results, table));
    }
    return contents;
  }

  /** Judges a study whose last run was not disturbed. */
  Verdict verdict(Path results, Run last) throws IOException, InterruptedException, SQLException {
    int status = last.await();
    checks.that(
        status == 0, "the last run of %s: status %d: %s", results, status, last.lastWords());
    String digest = tables.digest(results);
    checks.that(
        last.digest().orElse("none").equals(reference.digest) && digest.equals(reference.digest),
        "%s: digest %s, but %s in the tables and %s of the undisturbed run",
        results,
        last.digest().orElse("none"),
        digest,
        reference.digest);
    List<String> other = new ArrayList<>(contents(results));
    other.removeAll(reference.contents);
    checks.that(other.isEmpty(), "%s: other contents: %s", results, other);
    List<String> leftOvers = leftOvers(results);
    checks.that(leftOvers.isEmpty(), "%s: left over: %s", results, leftOvers);

    List<String> ids = ids(results);
    List<String> missing = new ArrayList<>(reference.trials);
    missing.removeAll(ids);
    int doubled = ids.size() - (reference.trials.size() - missing.size());
    checks.that(missing.isEmpty(), "%s: %d trials are lost", results, missing.size());
    checks.that(doubled == 0, "%s: %d rows too many", results, doubled);
    return new Verdict(
        reference.trials.size(),
        missing.size(),
        doubled,
        digest.equals(reference.digest) && other.isEmpty());
  }

  private static long blocks(Path results) throws IOException {
    long blocks = 0;
    for (Path file : files(results)) {
      blocks += (Files.size(results.resolve(file)) + BLOCK - 1) / BLOCK;
    }
    return blocks * BLOCK;
  }

  /** Temporary files, and what is in the tables' folders beside the tables' files. */
  private static List<String> leftOvers(Path results) throws IOException {
    return files(results).stream()
        .filter(file -> !isTableFile(file))
        .map(Path::toString)
        .filter(file -> !file.startsWith(".") || file.endsWith(".tmp"))
        .toList();
  }

  private static boolean isTableFile(Path file) {
    String name = file.getFileName().toString();
    return file.getNameCount() == 2
        && !file.toString().startsWith(".")
        && !name.startsWith(".")
        && name.endsWith(".parquet");
  }

  private static List<Path> files(Path results) throws IOException {
    try (Stream<Path> files = Files.walk(results)) {
      return files.filter(Files::isRegularFile).map(results::relativize).sorted().toList();
    }
  }

  /** How many files are loose: temporary ones, and those of a segment that trials has not. */
  static int loose(Path results) throws IOException {
    List<Path> files = files(results);
    Set<String> segments =
        files.stream()
            .filter(file -> file.startsWith("trials") && isTableFile(file))
            .map(Laboratory::segment)
            .collect(Collectors.toSet());
    return (int)
        files.stream()
            .filter(
                file ->
                    isTableFile(file)
                        ? !file.startsWith("runs") && !segments.contains(segment(file))
                        : file.toString().endsWith(".tmp"))
            .count();
  }

  /** What the files of one commit share of their names. */
  private static String segment(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.indexOf('.'));
  }
}
