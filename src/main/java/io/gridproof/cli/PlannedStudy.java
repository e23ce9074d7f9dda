package io.gridproof.cli;

import io.gridproof.data.Datasets;
import io.gridproof.nn.Splits;
import io.gridproof.nn.Trainer;
import io.gridproof.results.ResultTables;
import io.gridproof.study.Grid;
import io.gridproof.study.Plan;
import io.gridproof.study.Study;
import io.gridproof.sweep.WhereFilter;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * A plan and the images that it was made for.
 *
 * @param directory where the results are or will be
 */
record PlannedStudy(Study study, Plan plan, Splits images, String directory) {

  /**
   * @param notes takes a line for each thing about the data that is taken for granted
   */
  static PlannedStudy of(
      SparkSession spark, Study study, StudyArguments arguments, Consumer<String> notes) {
    Grid grid = Grid.of(study, new WhereFilter());
    Set<String> held =
        arguments.existing(spark, study).map(ResultTables::trialIds).orElse(Set.of());
    Splits images = Datasets.load(spark, study.dataset(), notes);
    study.checkBatches(images.train().count());
    Plan plan = Plan.of(study, grid, images.sha256(), Trainer.VERSION, held);
    return new PlannedStudy(study, plan, images, arguments.directory(study));
  }

  /** One line. */
  String summary() {
    return "%s: %s x %s = %s, %d there already, %d to train"
        .formatted(
            study.name(),
            count(plan.grid().configurations().size(), "configuration"),
            count(study.replicates().count(), "replicate"),
            count(plan.trials().size(), "trial"),
            plan.done(),
            plan.missing().size());
  }

  private static String count(int n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }
}
