package io.gridproof.sweep;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridproof.IdxFolder;
import io.gridproof.data.Datasets;
import io.gridproof.nn.SelfTest;
import io.gridproof.nn.Splits;
import io.gridproof.nn.Status;
import io.gridproof.results.ResultTables;
import io.gridproof.results.ResultWriter;
import io.gridproof.results.TrialReport;
import io.gridproof.study.Grid;
import io.gridproof.study.Plan;
import io.gridproof.study.Study;
import io.gridproof.study.StudyReader;
import io.gridproof.study.Trial;
import io.gridproof.sweep.Sweep.End;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials and executors that misbehave, in real executor processes. */
class FaultsIT {
  private static final int EXITS = 0;
  private static final int NEVER_ENDS = 1;
  private static final int KILLS_ITS_JVM_ONCE = 2;

  private static final String GOOD = "batch_size: {value: full}";
  private static final String THROWS = "batch_size: {value: 5000}";
  private static final String DIVERGES =
      "hidden: {value: [64, 64]}, optimizer: {value: momentum}, learning_rate: {value: 1000},"
          + " steps: {value: 300}";
  private static final String NEEDS_2_GB = "hidden: {value: [16384, 16384]}";

  private static SparkSession session;

  @TempDir Path temporary;
  private final List<TrialReport> reports = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Path images;
  private Study study;

  @BeforeEach
  void startCluster() throws IOException {
    if (session == null || session.sparkContext().isStopped()) {
      Path spark = Path.of(System.getenv("SPARK_HOME"));
      Files.writeString(spark.resolve("RELEASE"), "");
      session =
          SparkSession.builder()
              .config(
                  new SparkConf()
                      .setMaster("local-cluster[2,1,1024]")
                      .setAppName("faults")
                      .set("spark.ui.enabled", "false")
                      .set("spark.executor.extraClassPath", classPath())
                      .set("spark.task.maxFailures", "2")
                      .set("spark.task.reaper.enabled", "true")
                      .set("spark.task.reaper.pollingInterval", "200ms")
                      .set("spark.task.reaper.killTimeout", "1s")
                      .set("spark.gridproof.grace", "1s"))
              .getOrCreate();
      session.sparkContext().setLogLevel("OFF");
    }
    images = IdxFolder.write(temporary.resolve("images"), 100, 50);
  }

  private static String classPath() {
    return Stream.of("target/classes", "target/test-classes")
        .map(folder -> Path.of(folder).toAbsolutePath().toString())
        .collect(joining(File.pathSeparator));
  }

  @AfterAll
  static void stopCluster() {
    session.stop();
  }

  private List<Trial> trials(int replicates, String parameters) {
    study =
        StudyReader.parse(
            """
            name: faults
            dataset: {source: "idx:%s"}
            parameters: {%s}
            replicates: {count: %d}
            limits: {trial_minutes: 0.33}
            """
                .formatted(images, withDefaults(parameters), replicates),
            "faults.yaml",
            List.of());
    Splits splits = images();
    Grid grid = Grid.of(study, new WhereFilter());
    return Plan.of(study, grid, splits.sha256(), "1", Set.of()).missing();
  }

  private static String withDefaults(String parameters) {
    String all = parameters;
    all += all.contains("steps") ? "" : ", steps: {value: 20}";
    all += all.contains("hidden") ? "" : ", hidden: {value: [4]}";
    all += all.contains("batch_size") ? "" : ", batch_size: {value: full}";
    return all + (all.contains("learning_rate") ? "" : ", learning_rate: {value: 0.1}");
  }

  private Splits images() {
    return Datasets.load(session, study.dataset());
  }

  private End sweep(
      List<Trial> trials, BiFunction<Study, Broadcast<Splits>, Function<Attempt, Answer>> tasks)
      throws Exception {
    return sweep(trials, tasks, reports::add);
  }

  private End sweep(
      List<Trial> trials,
      BiFunction<Study, Broadcast<Splits>, Function<Attempt, Answer>> tasks,
      Consumer<TrialReport> committed)
      throws Exception {
    ResultWriter results =
        ResultWriter.begin(
            session.sparkContext().hadoopConfiguration(),
            temporary.resolve("out").toString(),
            TestRun.of(study, images().sha256()));
    return new Sweep(
            JavaSparkContext.fromSparkContext(session.sparkContext()),
            study,
            results,
            committed,
            notes::add,
            tasks)
        .run(trials, images());
  }

  private TrialReport only(Status status) {
    return reports.stream()
        .filter(report -> report.result().status() == status)
        .findFirst()
        .orElseThrow();
  }

  /** Some trials end their JVM, or never end. */
  record Misbehaving(TrialTask good, String mark) implements Function<Attempt, Answer> {
    private static final long serialVersionUID = 1L;

    @Override
    public Answer call(Attempt attempt) throws Exception {
      if (attempt.trial().replicate() == EXITS) {
        System.exit(7);
      }
      if (attempt.trial().replicate() == NEVER_ENDS) {
        while (!mark.isEmpty()) {
          Thread.onSpinWait();
        }
      }
      if (attempt.trial().replicate() == KILLS_ITS_JVM_ONCE && !Files.exists(Path.of(mark))) {
        Files.createFile(Path.of(mark));
        Runtime.getRuntime().halt(137);
      }
      return good.call(attempt);
    }
  }

  @Test
  void badTrialsBecomeRowsAndAllOthersFinish() throws Exception {
    List<Trial> all = new ArrayList<>();
    for (String bad : List.of(THROWS, DIVERGES, NEEDS_2_GB)) {
      trials(4, bad).stream().filter(trial -> trial.replicate() == 3).forEach(all::add);
    }
    all.addAll(trials(98, GOOD));
    String mark = temporary.resolve("mark").toString();
    End end = sweep(all, (s, splits) -> new Misbehaving(TrialTask.of(s, splits), mark));

    assertThat(end).isEqualTo(End.ALL_DONE);
    assertThat(reports).extracting(report -> report.trial().trialId()).doesNotHaveDuplicates();
    assertThat(reports.stream().collect(groupingBy(report -> report.result().status(), counting())))
        .isEqualTo(
            Map.of(
                Status.FINISHED, 96L,
                Status.CRASHED, 1L,
                Status.DIVERGED, 1L,
                Status.TIMED_OUT, 1L,
                Status.FAILED, 2L));
    assertThat(only(Status.CRASHED).trial().replicate()).isEqualTo(EXITS);
    assertThat(only(Status.CRASHED).result().error())
        .startsWith("its executor was lost in each of 6 attempts, at last alone on the cluster")
        .endsWith("Command exited with code 7");
    assertThat(only(Status.CRASHED).execution().attempt()).isEqualTo(5);
    assertThat(only(Status.TIMED_OUT).trial().replicate()).isEqualTo(NEVER_ENDS);
    assertThat(only(Status.TIMED_OUT).result().error())
        .startsWith("did not look at the clock for ");
    assertThat(reports.stream().filter(report -> report.result().status() == Status.FAILED))
        .extracting(report -> report.result().error())
        .anyMatch(
            error ->
                error.startsWith(
                    "java.lang.IllegalArgumentException: `batch_size <= training rows = 100` must"
                        + " hold, but got 5000 at io.gridproof.nn.Require.that(Require.java:"))
        .anyMatch(
            error ->
                error.startsWith("java.lang.OutOfMemoryError: Java heap space: the executor's")
                    && error.contains("not enough for this trial alone"));
    assertThat(ResultTables.open(session, temporary.resolve("out").toString()).trialIds())
        .hasSize(101);
  }

  /** On some executors the driver's arithmetic is another. */
  record Mixed(TrialTask good, TrialTask other, Set<String> strangers)
      implements Function<Attempt, Answer> {
    private static final long serialVersionUID = 1L;

    @Override
    public Answer call(Attempt attempt) throws Exception {
      return (strangers.contains(SparkEnv.get().executorId()) ? other : good).call(attempt);
    }
  }

  private static Function<Attempt, Answer> mixed(
      Study study, Broadcast<Splits> splits, Set<String> strangers) {
    TrialTask good = TrialTask.of(study, splits);
    SelfTest other = new SelfTest(Map.of("training", "other"), "a driver of riscv");
    return new Mixed(
        good,
        new TrialTask(other, splits, good.recording(), good.keepWeights(), good.longest()),
        strangers);
  }

  private static Set<String> executors() {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Set<String> ids = new HashSet<>();
    while (ids.size() < 2) {
      ids.addAll(
          spark.parallelize(List.of(1, 2), 2).map(i -> SparkEnv.get().executorId()).collect());
    }
    return ids;
  }

  @Test
  void anExecutorThatComputesOtherBitsIsRefusedAndTheOtherFinishesTheRun() throws Exception {
    List<Trial> trials = trials(40, GOOD);
    String stranger = executors().iterator().next();
    End end = sweep(trials, (s, splits) -> mixed(s, splits, Set.of(stranger)));

    assertThat(end).isEqualTo(End.ALL_DONE);
    assertThat(reports)
        .hasSize(40)
        .allMatch(report -> report.result().status() == Status.FINISHED)
        .noneMatch(report -> report.execution().executorId().equals(stranger));
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("executor " + stranger + " on ")
        .contains(" is refused: its training would not be the driver's (");
  }

  @Test
  void withRefusedExecutorsOnlyNoTrialGetsARowAndTheRunSaysWhatDiffers() throws Exception {
    List<Trial> trials = trials(10, GOOD);
    Set<String> all = executors();
    session.sparkContext().conf().set("spark.gridproof.patience", "5s");
    try {
      assertThatThrownBy(() -> sweep(trials, (s, splits) -> mixed(s, splits, all)))
          .isInstanceOf(EngineException.class)
          .hasMessageStartingWith("no executor can train, run again on others to continue: ")
          .hasMessageContaining("its training would not be the driver's (");
    } finally {
      session.sparkContext().conf().remove("spark.gridproof.patience");
    }
    assertThat(reports).isEmpty();
  }

  @Test
  void whenTheContextIsStoppedUnderItWhatHadArrivedIsCommitted() throws Exception {
    List<Trial> trials = trials(400, GOOD);
    List<TrialReport> before = new ArrayList<>();
    assertThatThrownBy(
            () ->
                sweep(
                    trials,
                    TrialTask::of,
                    report -> {
                      reports.add(report);
                      if (before.isEmpty()) {
                        before.add(report);
                        session.stop();
                      }
                    }))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("the engine failed, run again to continue: ");
    startCluster();
    assertThat(ResultTables.open(session, temporary.resolve("out").toString()).trialIds())
        .hasSameSizeAs(reports)
        .hasSizeBetween(1, 399);
  }
}
