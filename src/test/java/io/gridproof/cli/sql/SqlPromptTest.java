package io.gridproof.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.TestSpark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlPromptTest {
  @TempDir Path temporary;
  private Path history;

  @BeforeEach
  void chooseHistory() {
    history = temporary.resolve("cache").resolve("history");
  }

  /** What a terminal shows of a session in which these lines are typed. */
  private String shown(String... lines) throws IOException {
    SparkSession spark = TestSpark.session().newSession();
    spark.range(2).createOrReplaceTempView("leaderboard");
    String typed = String.join("\n", lines) + "\n";
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    try (Terminal terminal =
        TerminalBuilder.builder()
            .system(false)
            .streams(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), shown)
            .encoding(StandardCharsets.UTF_8)
            .dumb(true)
            .build()) {
      SqlPrompt.run(spark, Runnable::run, RowFormat.TABLE, terminal, history);
    }
    return shown.toString(StandardCharsets.UTF_8).replace("\r", "");
  }

  @Test
  void aStatementMayTakeSeveralLines() throws IOException {
    assertThat(shown("SELECT 1 AS a,", "2 AS b;"))
        .contains("gridproof> ")
        .contains("       -> ")
        .contains("a  b\n─  ─\n1  2\n");
  }

  @Test
  void aMistakeIsALineAndNoEnd() throws IOException {
    assertThat(shown("SELECT nope;", "SELECT 3 AS c;"))
        .contains(
            "error: A column, variable, or function parameter with name `nope` cannot be resolved."
                + " (prompt:1:8)\n")
        .contains("c\n─\n3\n");
  }

  @Test
  void helpListsTheTables() throws IOException {
    assertThat(shown("help")).contains("Tables and views:\n  leaderboard\n");
  }

  @Test
  void exitLeaves() throws IOException {
    assertThat(shown("exit", "SELECT 4 AS d;")).doesNotContain("d\n─\n");
  }

  @Test
  void whatWasTypedIsKept() throws IOException {
    shown("SELECT 1 AS a,", "2 AS b;");
    assertThat(history).content().contains("SELECT 1 AS a,\\n2 AS b;");
  }
}
