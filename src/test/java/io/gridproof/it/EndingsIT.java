package io.gridproof.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.IdxFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a run ends that does not come to its end. */
class EndingsIT {
  @TempDir Path temporary;
  private Path study;
  private Path out;

  @BeforeEach
  void writeStudy() throws IOException {
    out = temporary.resolve("out");
    study =
        Files.writeString(
            temporary.resolve("study.yaml"),
            """
            name: long
            dataset: {source: "idx:%s"}
            parameters:
              hidden: {value: [4]}
              learning_rate: {value: 0.1}
              batch_size: {value: full}
              steps: {value: 100}
            replicates: {count: 5000}
            """
                .formatted(IdxFolder.write(temporary.resolve("images"), 1000, 100)));
  }

  @Test
  void aSignalEndsTheRunAfterWhatIsThereWasCommitted() throws Exception {
    Path err = temporary.resolve("err");
    Process run =
        new ProcessBuilder(
                "./submit.sh", "--master", "local[2]", "run", study.toString(), "--out", "" + out)
            .redirectErrorStream(true)
            .redirectOutput(err.toFile())
            .start();
    while (!hasCommitted() && !run.waitFor(100, TimeUnit.MILLISECONDS)) {
      // Until there is something to lose.
    }
    // Whoever runs the tests in the background may have them ignore SIGINT, but not SIGTERM.
    new ProcessBuilder("kill", "-TERM", "" + run.pid()).start().waitFor();
    assertThat(run.waitFor()).as(Files.readString(err)).isEqualTo(143);

    Pattern end =
        Pattern.compile(
            "stopped: (\\d+) of 5000 trials are in %s; continue with  (.*)"
                .formatted(Pattern.quote(out.toString())));
    Matcher said = end.matcher(Files.readString(err));
    assertThat(said.find()).as(Files.readString(err)).isTrue();
    assertThat(said.group(2))
        .isEqualTo("./submit.sh --master local\\[2\\] run " + study + " --out " + out);
    assertThat(Integer.parseInt(said.group(1))).isEqualTo(rows()).isBetween(1, 4999);
  }

  private boolean hasCommitted() {
    // The first segment of a run has no rows.
    return Files.exists(out.resolve("trials").resolve("000002.parquet"));
  }

  private int rows() throws SQLException {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet count =
            duckdb
                .createStatement()
                .executeQuery(
                    "SELECT count(DISTINCT trial_id) FROM '%s/trials/*.parquet'".formatted(out))) {
      count.next();
      return count.getInt(1);
    }
  }

  @Test
  void aClusterWithoutExecutorsEndsWithStatusThreeAndOneLine() throws Exception {
    Submit run =
        Submit.of(
            "--master",
            "local-cluster[1,1,1024]",
            "--conf",
            "spark.executor.cores=2",
            "--conf",
            "spark.gridproof.patience=2s",
            "run",
            study.toString(),
            "--out",
            out.toString());
    assertThat(run.status()).as(run.err()).isEqualTo(3);
    assertThat(run.err().lines().filter(line -> !line.startsWith("WARNING: Using incubator")))
        .singleElement()
        .asString()
        .startsWith("error: no executor took a task in 2 s (spark.gridproof.patience): look");
    assertThat(out).doesNotExist();
  }
}
