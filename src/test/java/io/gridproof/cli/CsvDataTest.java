package io.gridproof.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the verbs say of a CSV file whose first line names no columns, and of one that does. */
class CsvDataTest {
  private static final int PIXELS = 4 * 4;

  @TempDir private Path temporary;
  private Path csv;
  private String taken;

  @BeforeEach
  void writeImages() throws IOException {
    csv = temporary.resolve("train.csv");
    taken = "csv:" + csv + ": no header; took the first column for the label\n";
    Files.writeString(csv, images(","));
  }

  private static String images(String separator) {
    return IntStream.range(0, 60)
        .mapToObj(i -> i % 10 + (separator + i).repeat(PIXELS) + "\n")
        .collect(joining());
  }

  private CommandLineRun study(String verb) throws IOException {
    Path study =
        Files.writeString(
            temporary.resolve("study.yaml"),
            """
            name: csv
            dataset: {source: "csv:%s", test: 20}
            parameters:
              hidden: {value: [4]}
              learning_rate: {value: 0.1}
              steps: {value: 2}
            """
                .formatted(csv));
    String out = temporary.resolve("results").toString();
    return CommandLineRun.of(verb, study.toString(), "--out", out);
  }

  @Test
  void runAndPlanSayWhatTheyTookForTheLabel() throws IOException {
    CommandLineRun plan = study("plan");
    assertThat(plan.status()).as(plan.err()).isEqualTo(Main.DONE);
    assertThat(plan.err()).isEqualTo(taken);

    CommandLineRun run = study("run");
    assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
    assertThat(run.err()).startsWith(taken);
  }

  @Test
  void aHeaderLeavesNothingToSay() throws IOException {
    String header =
        IntStream.range(0, PIXELS).mapToObj(i -> "pixel" + i).collect(joining(";", "label;", "\n"));
    Files.writeString(csv, header + images(";"));

    assertThat(study("plan").err()).isEmpty();
    assertThat(CommandLineRun.of("data", "csv:" + csv).out())
        .contains("\nLayout: separated by semicolons, a header, label in column 1, 4 x 4 pixels\n");
  }

  @Test
  void dataSaysWhatItUnderstood() {
    CommandLineRun data = CommandLineRun.of("data", "csv:" + csv);

    assertThat(data.status()).as(data.err()).isEqualTo(Main.DONE);
    assertThat(data.out())
        .contains(
            "\nLayout: separated by commas, no header, column 1 taken for the label,"
                + " 4 x 4 pixels\n");
  }
}
