package io.gridproof.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.IdxFolder;
import io.gridproof.TestSpark;
import io.gridproof.data.Datasets;
import io.gridproof.nn.Splits;
import io.gridproof.nn.Status;
import io.gridproof.results.ResultWriter;
import io.gridproof.results.TrialReport;
import io.gridproof.study.Grid;
import io.gridproof.study.Plan;
import io.gridproof.study.Study;
import io.gridproof.study.StudyReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
  @TempDir Path temporary;

  @Test
  void aTrialThatThrowsBecomesARowAndTheOthersFinish() throws Exception {
    SparkSession spark = TestSpark.session();
    Path folder = IdxFolder.write(temporary.resolve("images"), 100, 50);
    Study study =
        StudyReader.parse(
            """
            name: throws
            dataset: {source: "idx:%s"}
            parameters:
              hidden: {value: [4]}
              learning_rate: {value: 0.1}
              batch_size: {values: [10, 5000]}
              steps: {value: 5}
            replicates: {count: 3}
            """
                .formatted(folder),
            "throws.yaml",
            List.of());
    Splits images = Datasets.load(spark, study.dataset());
    Plan plan = Plan.of(study, Grid.of(study, new WhereFilter()), images.sha256(), "1", Set.of());
    ResultWriter results =
        ResultWriter.begin(
            new Configuration(),
            temporary.resolve("out").toString(),
            TestRun.of(study, images.sha256()));
    List<TrialReport> reports = new ArrayList<>();
    new Sweep(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            study,
            results,
            reports::add,
            note -> {})
        .run(plan.missing(), images);

    assertThat(reports).hasSize(6);
    assertThat(reports.stream().filter(report -> report.result().status() == Status.FINISHED))
        .hasSize(3);
    assertThat(reports.stream().filter(report -> report.result().status() == Status.FAILED))
        .hasSize(3)
        .allSatisfy(
            report ->
                assertThat(report.result().error())
                    .startsWith(
                        "java.lang.IllegalArgumentException: `batch_size <= training rows = 100`"
                            + " must hold, but got 5000 at io.gridproof.nn.Require.that("));
  }
}
