package io.gridproof.cli;

import io.gridproof.results.ResultTables;
import io.gridproof.study.InputException;
import io.gridproof.study.Study;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments that {@code run} and {@code plan} share. */
final class StudyArguments {
  @Parameters(
      paramLabel = "STUDY",
      description =
          "The YAML file of a study, for example jobs/paper.yaml or hdfs://host/jobs/paper.yaml.")
  private String file;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the results are or go; results/NAME by default.")
  private String directory;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description =
          "Changes the study, for example replicates.count=3 or parameters.depth=[1,2]; may be"
              + " repeated.")
  private List<String> settings = List.of();

  Study study() {
    return StudyFile.read(file, settings);
  }

  /**
   * Where the results are or will be.
   *
   * @throws InputException if that could not be shown in a line
   */
  String directory(Study study) {
    if (directory == null) {
      return "results/" + study.directoryName();
    }
    String shown = directory.replaceAll("\\p{Cntrl}", "?");
    if (!shown.equals(directory)) {
      throw new InputException("`DIR has no control characters` must hold, but got " + shown);
    }
    return directory;
  }

  /**
   * The results that are there already; empty if there are none yet.
   *
   * @throws InputException if they are another study's
   */
  Optional<ResultTables> existing(SparkSession spark, Study study) {
    Optional<ResultTables> existing = ResultTables.find(spark, directory(study));
    existing
        .flatMap(tables -> study.differsFrom(tables.study()))
        .ifPresent(
            difference -> {
              throw new InputException(
                  "another study's results are in " + directory(study) + ": " + difference);
            });
    return existing;
  }
}
