package io.gridproof.cli;

import io.gridproof.cli.sql.RowFormat;
import io.gridproof.cli.sql.RowOutput;
import io.gridproof.cli.terminal.Screen;
import io.gridproof.data.UnseenImages;
import io.gridproof.nn.Classification;
import io.gridproof.nn.Evaluator;
import io.gridproof.results.ResultTables;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Labels and probabilities for images that no trial has seen. */
@Command(
    name = "predict",
    description = "Labels new images with the network of a trial.",
    footer = {
      "",
      "The study must keep weights: `record: {weights: true}`.",
      "PNG images may have any size and colours. They are made grey, light on dark, and scaled to"
          + " the network's input; standard error says what was done."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class)
final class PredictCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "A result directory.")
  private String directory;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "INPUT",
      description =
          "PNG images (.png), CSV with or without labels (.csv or .tsv), or IDX files of images"
              + " (any other name). CSV and IDX are decompressed if the name ends in .gz or .bz2.")
  private List<String> inputs;

  @Option(
      names = "--trial",
      required = true,
      paramLabel = "ID",
      description = "The trial_id, or best: the best finished trial by the study's metric.")
  private String trial;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "How rows are written: table (the default), csv or json.")
  private RowFormat format;

  @Override
  public Integer call() throws InterruptedException {
    SparkSession spark = Sessions.open("predict " + directory);
    ResultTables tables = ResultTables.open(spark, directory);
    StoredModel model = StoredModel.load(tables, directory, trial);
    List<Prediction> predictions = predictions(spark, model);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter notes = spec.commandLine().getErr();
    Predictions page = new Predictions(predictions);
    switch (format) {
      case TABLE -> out.print(page.table(Screen.ofStandardOutput()));
      case CSV, JSON ->
          new RowOutput(format, out, notes, Screen.ofStandardOutput()).write(page.rows(spark));
    }
    page.accuracy().ifPresent(format == RowFormat.TABLE ? out::println : notes::println);
    out.flush();
    return Main.DONE;
  }

  private List<Prediction> predictions(SparkSession spark, StoredModel model) {
    PrintWriter notes = spec.commandLine().getErr();
    Evaluator evaluator = model.evaluator();
    List<Prediction> predictions = new ArrayList<>();
    for (String input : inputs) {
      UnseenImages images = UnseenImages.read(spark, input, model.inputs());
      images.changes().ifPresent(changes -> notes.println(input + ": " + changes));
      List<Classification> classifications = evaluator.classify(images.images());
      for (int i = 0; i < classifications.size(); i++) {
        predictions.add(new Prediction(input, i, images.label(i), classifications.get(i)));
      }
    }
    return predictions;
  }
}
