package io.gridproof.cli;

import io.gridproof.cli.terminal.DigitPicture;
import io.gridproof.cli.terminal.Screen;
import io.gridproof.data.Analysis;
import io.gridproof.data.Analyst;
import io.gridproof.study.DatasetSpec.Source;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fetches and verifies a data set, and describes it. */
@Command(
    name = "data",
    description = "Fetches and verifies a data set, and describes it through Spark SQL.",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class)
final class DataCommand implements Callable<Integer> {
  private static final int MOST_COLUMNS = 80;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DATASET",
      description = "mnist, fashion-mnist, idx:DIR, csv:PATH or parquet:PATH")
  private String source;

  @Override
  public Integer call() throws InterruptedException {
    Source parsed = parsed();
    SparkSession spark = Sessions.open("data " + parsed);
    Analysis analysis = Analyst.analyse(spark, parsed);
    Screen screen = Screen.of(Screen.STDOUT);
    DigitPicture pictures = screen.showsUnicode() ? DigitPicture.BLOCKS : DigitPicture.ASCII;
    int columns = Math.min(screen.columns(), MOST_COLUMNS);
    new DataPage(spec.commandLine().getOut(), pictures, columns).print(parsed, analysis);
    return Main.DONE;
  }

  private Source parsed() {
    try {
      return Source.parse(source);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
