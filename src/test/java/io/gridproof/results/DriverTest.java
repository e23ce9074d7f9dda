package io.gridproof.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gridproof.results.Driver.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is believed of a driver, and of the text that names it. */
class DriverTest {
  private static final Driver HERE = Driver.ofThisProcess("run");

  @BeforeEach
  void thisSystemNamesItsProcessTable() {
    assumeThat(HERE.processTable()).as("Linux names process tables").isPresent();
  }

  private static Driver with(long pid, Instant startedAt, Optional<String> processTable) {
    return new Driver(HERE.runId(), HERE.host(), pid, startedAt, HERE.since(), processTable);
  }

  @Test
  void itReadsBackAsTheSame() {
    assertThat(Driver.of(HERE.text())).contains(HERE);
    assertThat(HERE.life()).isEqualTo(Life.RUNS);
  }

  @Test
  void aPidThatNobodyHasIsGone() {
    assertThat(TestDirectory.gone("run").life()).isEqualTo(Life.GONE);
  }

  @ParameterizedTest
  @ValueSource(longs = {-7200, -3, 3, 7200, 1_000_000_000_000L})
  void aStartAtAnotherTimeProvesNothingAsTheClockMayHaveBeenSet(long seconds) {
    Instant start = HERE.startedAt().plus(Duration.ofSeconds(seconds));
    assertThat(with(HERE.pid(), start, HERE.processTable()).life()).isEqualTo(Life.UNKNOWN);
  }

  @Test
  void aProcessThatEndedUnnoticedByItsParentDoesNotRun() throws Exception {
    // The shell becomes a program that never asks what became of its child.
    Process parent = new ProcessBuilder("sh", "-c", "sleep 0 & exec sleep 60").start();
    try {
      ProcessHandle child = null;
      while (child == null || child.info().command().isPresent()) {
        child = parent.toHandle().children().findFirst().orElse(null);
      }
      Driver driver = with(child.pid(), child.info().startInstant().get(), HERE.processTable());
      assertThat(driver.life()).isEqualTo(Life.UNKNOWN);
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void anotherProcessTableKnowsNothing() {
    Optional<String> other = HERE.processTable().map(name -> name.replace("pid:[", "pid:[9"));
    for (long pid : new long[] {HERE.pid(), Integer.MAX_VALUE}) {
      assertThat(with(pid, HERE.startedAt(), other).life()).isEqualTo(Life.UNKNOWN);
      assertThat(with(pid, HERE.startedAt(), Optional.empty()).life()).isEqualTo(Life.UNKNOWN);
    }
  }

  @Test
  void aTextThatIsCutAnywhereNeverTellsThatADriverIsGone() {
    String text = TestDirectory.gone("run").text();
    for (int length = 0; length < text.length() - 1; length++) {
      Optional<Driver> cut = Driver.of(text.substring(0, length));
      assertThat(cut.map(Driver::life).orElse(Life.UNKNOWN))
          .as("cut after %d", length)
          .isEqualTo(Life.UNKNOWN);
    }
  }

  @Test
  void otherVersionsAreUnderstood() {
    String[] lines = HERE.text().split("\n");
    String earlier = String.join("\n", lines[0], lines[1], lines[2], lines[3], lines[4], "");
    assertThat(Driver.of(earlier)).contains(with(HERE.pid(), HERE.startedAt(), Optional.empty()));
    assertThat(Driver.of(HERE.text() + "something new\nand more\n")).contains(HERE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n\n\n\n\n",
        "{\"run\": \"json\"}",
        "a b\nhost\n1\n2026-01-01T00:00:00Z\n2026-01-01T00:00:00Z\n",
        "run\n\u001b[31mhost\n1\n2026-01-01T00:00:00Z\n2026-01-01T00:00:00Z\n",
        "run\nhost\n99999999999999999999\n2026-01-01T00:00:00Z\n2026-01-01T00:00:00Z\n",
        "run\nhost\n1\nyesterday\n2026-01-01T00:00:00Z\n",
        "run\nhost\n1\n2026-01-01T00:00:00Z\n+9999999999-01-01T00:00:00Z\n"
      })
  void otherTextsNameNobody(String text) {
    assertThat(Driver.of(text)).isEmpty();
  }
}
