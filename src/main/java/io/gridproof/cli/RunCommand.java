package io.gridproof.cli;

import io.gridproof.cli.terminal.Screen;
import io.gridproof.results.ResultTables;
import io.gridproof.results.ResultWriter;
import io.gridproof.results.RunInfo;
import io.gridproof.study.Study;
import io.gridproof.study.Trial;
import io.gridproof.sweep.EngineException;
import io.gridproof.sweep.Sweep;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Trains a study. */
@Command(
    name = "run",
    description =
        "Trains every trial of a study that DIR does not hold yet. Run it again to continue.",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class)
final class RunCommand implements Callable<Integer> {
  @Mixin private StudyArguments arguments;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Study study = arguments.study();
    PrintWriter notes = spec.commandLine().getErr();
    SparkSession spark = Sessions.openForTraining(study.name());
    PlannedStudy planned = PlannedStudy.of(spark, study, arguments, notes::println);
    notes.println(planned.summary());
    // A run that was killed at its very end has trained all, and left its files unmerged.
    if (!planned.plan().missing().isEmpty()
        || !ResultTables.open(spark, planned.directory()).isMerged()) {
      OptionalInt interrupted = train(spark, planned, notes);
      if (interrupted.isPresent()) {
        return interrupted.getAsInt();
      }
    }
    ResultTables.open(spark, planned.directory()).registerViews();
    Summary summary = new Summary(spark, planned.directory());
    spec.commandLine().getOut().println(summary.text(Screen.ofStandardOutput()));
    return summary.allFinished() ? Main.DONE : Main.DONE_WITH_FAILURES;
  }

  /** Returns the exit status if a signal ended it. */
  private static OptionalInt train(SparkSession spark, PlannedStudy planned, PrintWriter notes)
      throws IOException, InterruptedException {
    RunInfo run = RunInfos.now(spark, planned.study(), planned.images().sha256());
    try (ResultWriter results =
        ResultWriter.begin(
            spark.sparkContext().hadoopConfiguration(), planned.directory(), run, notes::println)) {
      // Another run may have ended since the plan was made.
      Set<String> done = results.trialIds();
      List<Trial> trials =
          planned.plan().missing().stream()
              .filter(trial -> !done.contains(trial.trialId()))
              .toList();
      try (Progress progress =
          Progress.start(
              notes,
              planned.study().metric(),
              planned.images().train(),
              trials,
              spark.sparkContext().defaultParallelism())) {
        return train(spark, planned, trials, results, progress);
      }
    }
  }

  private static OptionalInt train(
      SparkSession spark,
      PlannedStudy planned,
      List<Trial> trials,
      ResultWriter results,
      Progress progress)
      throws IOException, InterruptedException {
    Sweep sweep =
        new Sweep(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            planned.study(),
            results,
            progress::committed,
            progress::note);
    try (StopSignals signals = StopSignals.handledBy(sweep::stop)) {
      Sweep.End end = sweep.run(trials, planned.images());
      switch (end) {
        case ALL_DONE -> results.compact();
        case TOO_MANY_FAILED -> progress.note(tooManyFailed(planned.study()));
        case STOPPED -> progress.note(stopped(planned, trials.size() - progress.done()));
      }
      results.end();
      return signals.exitStatus();
    } catch (EngineException e) {
      try {
        results.end();
      } catch (IOException storage) {
        e.addSuppressed(storage);
      }
      throw e;
    }
  }

  private static String tooManyFailed(Study study) {
    return "stopped: more than %d trials of this run did not finish (limits.failed_trials)"
        .formatted(study.limits().failedTrials().orElseThrow());
  }

  private static String stopped(PlannedStudy planned, int missing) {
    return "stopped: %d of %d trials are in %s; %s"
        .formatted(
            planned.plan().trials().size() - missing,
            planned.plan().trials().size(),
            planned.directory(),
            Continuation.text());
  }
}
