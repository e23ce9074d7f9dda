package io.gridproof.cli;

import io.gridproof.results.ResultTables;
import io.gridproof.results.ResultWriter;
import io.gridproof.results.RunInfo;
import io.gridproof.study.Study;
import io.gridproof.study.Trial;
import io.gridproof.sweep.Sweep;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
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
    description = "Trains every trial of a study that DIR does not hold; run again to continue.",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class)
final class RunCommand implements Callable<Integer> {
  @Mixin private StudyArguments arguments;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Study study = arguments.study();
    PrintWriter notes = spec.commandLine().getErr();
    SparkSession spark = Sessions.open(study.name());
    PlannedStudy planned = PlannedStudy.of(spark, study, arguments);
    notes.println(planned.summary());
    if (!planned.plan().missing().isEmpty()) {
      train(spark, planned, notes);
    }
    ResultTables.open(spark, planned.directory()).registerViews();
    Summary summary = new Summary(spark, planned.directory());
    spec.commandLine().getOut().println(summary.text(Screen.ofStandardOutput()));
    return summary.allFinished() ? Main.DONE : Main.DONE_WITH_FAILURES;
  }

  private static void train(SparkSession spark, PlannedStudy planned, PrintWriter notes)
      throws IOException, InterruptedException {
    RunInfo run = RunInfos.now(spark, planned.study(), planned.images().sha256());
    ResultWriter results =
        ResultWriter.begin(spark.sparkContext().hadoopConfiguration(), planned.directory(), run);
    List<Trial> trials = planned.plan().missing();
    int trained;
    try (Progress progress = Progress.start(notes, planned.study().metric(), trials.size())) {
      trained =
          new Sweep(
                  JavaSparkContext.fromSparkContext(spark.sparkContext()),
                  planned.study(),
                  results,
                  progress::committed)
              .run(trials, planned.images());
    }
    results.end();
    if (trained < trials.size()) {
      notes.printf(
          "stopped: more than %d trials did not finish (limits.failed_trials)%n",
          planned.study().limits().failedTrials().orElseThrow());
    }
  }
}
