package io.gridproof.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.IdxFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A value that is planted wherever a secret may stand is found nowhere: not in tables, not on the
 * console, not in errors.
 */
class SecretsIT {
  private static final String CANARY = "CanaryQ7x";

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "AWS_SECRET_ACCESS_KEY", CANARY + "-aws",
          "AWS_ACCESS_KEY_ID", CANARY + "-id",
          "SOME_VARIABLE", CANARY + "-variable");

  /** Spark itself knows these by their names. */
  private static final List<String> NAMED_SECRETS =
      List.of(
          "spark.hadoop.fs.s3a.secret.key=" + CANARY + "-named",
          "spark.authenticate=true",
          "spark.authenticate.secret=" + CANARY + "-named");

  private static final List<String> OTHERS =
      List.of(
          "spark.anything=" + CANARY + "-anything",
          "spark.hadoop.anything=" + CANARY + "-hadoop",
          "spark.executorEnv.ANYTHING=" + CANARY + "-environment",
          "spark.driver.extraJavaOptions=-Danything=" + CANARY + "-driver",
          "spark.executor.extraJavaOptions=-Danything=" + CANARY + "-executor");

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
            name: secrets
            dataset: {source: "idx:%s"}
            parameters:
              hidden: {value: [4]}
              learning_rate: {value: 0.1}
              steps: {value: 3}
            record: {weights: true}
            """
                .formatted(IdxFolder.write(temporary.resolve("images"), 60, 20)));
  }

  private static Submit run(List<String> options, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(options);
    for (List<String> settings : List.of(NAMED_SECRETS, OTHERS)) {
      settings.forEach(setting -> all.addAll(List.of("--conf", setting)));
    }
    all.addAll(Arrays.asList(arguments));
    Submit done = Submit.with(ENVIRONMENT, all.toArray(String[]::new));
    assertThat(done.out()).doesNotContain(CANARY);
    assertThat(done.err()).doesNotContain(CANARY);
    return done;
  }

  @Test
  void noSecretReachesResultsOrTheConsole() throws Exception {
    Path events = Files.createDirectory(temporary.resolve("events"));
    Submit trained =
        run(
            List.of(
                "--master=local-cluster[1,1,1024]",
                "--conf=spark.eventLog.enabled=true",
                "--conf=spark.eventLog.compress=false",
                "--conf=spark.eventLog.dir=" + events.toUri()),
            "run",
            study.toString(),
            "--out",
            out.toString());
    assertThat(trained.status()).as(trained.err()).isZero();

    String stored = stored(out);
    assertThat(stored).contains("spark.master=local-cluster[1,1,1024]", "name: secrets");
    assertThat(stored).doesNotContain(CANARY);
    assertThat(bytes(events))
        .contains("SparkListenerEnvironmentUpdate")
        .doesNotContain(CANARY + "-named")
        .doesNotContain(CANARY + "-aws");
  }

  @Test
  void noSecretReachesAnError() throws Exception {
    Submit failing =
        run(
            List.of("--master", "local[1]"),
            "run",
            study.toString(),
            "--out",
            out.toString(),
            "--set",
            "limits.trial_minutes=1e-9");
    assertThat(failing.status()).as(failing.err()).isEqualTo(1);
    assertThat(stored(out)).contains("TIMED_OUT").doesNotContain(CANARY);

    String source = "dataset.source=idx:s3a://user:" + CANARY + "@bucket/images";
    assertThat(run(List.of(), "plan", study.toString(), "--set", source).status()).isEqualTo(2);
    assertThat(run(List.of(), "sql", temporary + "/none", "-e", "SELECT 1").status()).isEqualTo(2);
    Path file = Files.createFile(temporary.resolve("file"));
    Submit unwritable = run(List.of(), "run", study.toString(), "--out", file + "/out");
    assertThat(unwritable.status()).isEqualTo(2);
  }

  /** All files below a folder as they are, and the values of those of Parquet. */
  private static String stored(Path folder) throws IOException, SQLException {
    StringBuilder all = new StringBuilder(bytes(folder));
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      for (Path file : files(folder)) {
        if (file.toString().endsWith(".parquet")) {
          ResultSet rows =
              statement.executeQuery(
                  "SELECT row::VARCHAR FROM read_parquet('%s') row".formatted(file));
          while (rows.next()) {
            all.append(rows.getString(1)).append('\n');
          }
        }
      }
    }
    return all.toString();
  }

  private static String bytes(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path file : files(folder)) {
      all.append(Files.readString(file, StandardCharsets.ISO_8859_1)).append('\n');
    }
    return all.toString();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
