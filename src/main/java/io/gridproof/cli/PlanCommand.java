package io.gridproof.cli;

import io.gridproof.bench.Calibration;
import io.gridproof.nn.Configuration;
import io.gridproof.nn.ImageSet;
import io.gridproof.study.Cost;
import io.gridproof.study.Grid;
import io.gridproof.study.Plan;
import io.gridproof.study.Study;
import io.gridproof.study.Trial;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Counts what a run would do. */
@Command(
    name = "plan",
    description = "Counts a study's trials, their cost and expected time. Trains nothing.",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class)
final class PlanCommand implements Callable<Integer> {
  /** Operations that take any machine some seconds: a measurement would take as long. */
  private static final double FEW = 5e10;

  @Mixin private StudyArguments arguments;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Study study = arguments.study();
    SparkSession spark = Sessions.open("plan " + study.name());
    PrintWriter notes = spec.commandLine().getErr();
    PlannedStudy planned = PlannedStudy.of(spark, study, arguments, notes::println);
    print(planned, spark.sparkContext().defaultParallelism(), spec.commandLine().getOut());
    return Main.DONE;
  }

  private static void print(PlannedStudy planned, int cores, PrintWriter out)
      throws InterruptedException {
    Plan plan = planned.plan();
    Grid grid = plan.grid();
    ImageSet train = planned.images().train();
    out.println(planned.summary());
    out.printf(
        "  %-8s  %d points, %d kept by where, %d duplicates%n",
        planned.study().search(), grid.points(), grid.kept(), grid.collapsed());
    out.printf(
        "  images    %d to train, %d to validate, %d to test%n",
        train.count(), planned.images().validation().count(), planned.images().test().count());
    out.printf("  results   %s%n", planned.directory());
    out.printf(
        "  memory    an executor needs %s%n",
        ExecutorMemory.of(planned.images(), grid.configurations()));
    if (plan.missing().isEmpty()) {
      return;
    }
    double flops = plan.flops(train.pixelsPerImage(), train.count());
    out.printf(Locale.ROOT, "  cost      %.3g FLOPs%n", flops);
    out.println("  expected  " + expected(plan, train, flops, cores));
  }

  private static String expected(Plan plan, ImageSet train, double flops, int cores)
      throws InterruptedException {
    if (flops < FEW) {
      return "a few seconds";
    }
    double rate = Calibration.flopsPerSecond(costliest(plan, train), train.height(), train.width());
    return String.format(
        Locale.ROOT,
        "about %s on %d cores like this one, which does %.0f GFLOP/s",
        duration(flops / rate / cores),
        cores,
        rate / 1e9);
  }

  private static Configuration costliest(Plan plan, ImageSet train) {
    return plan.missing().stream()
        .map(Trial::configuration)
        .max(
            Comparator.comparingDouble(
                configuration -> Cost.flops(configuration, train.pixelsPerImage(), train.count())))
        .orElseThrow();
  }

  private static String duration(double seconds) {
    if (seconds < 90) {
      return "%.0f s".formatted(Math.ceil(seconds));
    }
    return seconds < 5400
        ? "%.0f min".formatted(seconds / 60)
        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }
}
