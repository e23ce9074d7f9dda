package io.gridproof.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gridproof.study.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may work in a directory, on real disks. */
class ClaimTest {
  private static final SyntheticStudy STUDY = new SyntheticStudy(2);

  @TempDir Path out;
  private final List<String> notes = new ArrayList<>();
  private final List<ResultWriter> writers = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (ResultWriter writer : writers) {
      writer.close();
    }
  }

  private ResultWriter begin(Driver driver, StorageTimeouts timeouts) throws IOException {
    ResultWriter writer =
        ResultWriter.begin(
            new Configuration(),
            out.toString(),
            STUDY.run(driver.runId()),
            driver,
            timeouts,
            notes::add);
    synchronized (writers) {
      writers.add(writer);
    }
    return writer;
  }

  private ResultWriter begin(Driver driver) throws IOException {
    return begin(driver, FakeTime.timeouts());
  }

  private static Driver elsewhere(String runId) {
    Instant since = Instant.parse("2026-01-02T03:04:05Z");
    return new Driver(runId, "another-host", 17, since, since, Optional.of("another table"));
  }

  @Test
  void aSecondDriverNamesTheFirst() throws IOException {
    assumeThat(ProcessTable.ofThisProcess()).isPresent();
    Driver first = Driver.ofThisProcess("first");
    begin(first);
    assertThatThrownBy(() -> begin(Driver.ofThisProcess("second")))
        .isInstanceOf(StorageException.class)
        .hasMessage(
            "%s is in use by run first (host %s, process %d, since %s); run again when it has"
                + " ended",
            out, first.host(), ProcessHandle.current().pid(), first.since());
    assertThat(notes).isEmpty();
  }

  @Test
  void ofTwoThatStartAtOnceOneWorks() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 10; round++) {
        CyclicBarrier start = new CyclicBarrier(2);
        List<Callable<ResultWriter>> drivers = new ArrayList<>();
        for (String name : List.of("a" + round, "b" + round)) {
          drivers.add(
              () -> {
                start.await();
                return begin(Driver.ofThisProcess(name));
              });
        }
        int refused = 0;
        for (Future<ResultWriter> driver : threads.invokeAll(drivers)) {
          try {
            driver.get().end();
          } catch (java.util.concurrent.ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(StorageException.class);
            assertThat(e.getCause()).hasMessageContaining("is in use by run ");
            refused++;
          }
        }
        assertThat(refused).isLessThanOrEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theNextBeginsAtOnceAfterAnEnd() throws IOException {
    begin(elsewhere("first")).end();
    begin(Driver.ofThisProcess("second"));
    assertThat(notes).isEmpty();
  }

  @Test
  void theNextBeginsAtOnceAfterAFailure() throws IOException {
    begin(elsewhere("first")).close();
    begin(Driver.ofThisProcess("second"));
    assertThat(notes).isEmpty();
  }

  @Test
  void aProcessThatIsGoneFromThisHostIsTakenOverAtOnce() throws IOException {
    assumeThat(ProcessTable.ofThisProcess()).isPresent();
    begin(TestDirectory.gone("first"));
    begin(Driver.ofThisProcess("second"));
    assertThat(notes).isEmpty();
  }

  @Test
  void aSilentDriverElsewhereIsTakenOverAfterAWhile() throws IOException {
    ResultWriter silent = begin(elsewhere("first"));
    FakeTime time = new FakeTime();
    begin(Driver.ofThisProcess("second"), with(time, StorageTimeouts.USUAL.renewal()));
    assertThat(notes)
        .containsExactly(
            "%s is claimed by run first (host another-host, process 17, since".formatted(out)
                + " 2026-01-02T03:04:05Z): it is taken over unless that gives a sign of life in"
                + " 24 s");
    assertThat(Duration.ofNanos(time.nanoTime())).isBetween(seconds(24), seconds(40));
    assertThatThrownBy(() -> silent.commit(STUDY.reports()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("was taken over by run second (host ");
  }

  @Test
  void aDriverElsewhereThatGivesSignsOfLifeKeepsTheDirectory() throws IOException {
    begin(elsewhere("first"));
    assertThatThrownBy(() -> beginWhileSignsAreGiven(1, Duration.ZERO))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("is in use by run first (host another-host, process 17");
  }

  /** As in a container with the same host name and a PID namespace of its own. */
  @Test
  void aDriverOfThisHostNameThatIsListedElsewhereIsWatched() throws IOException {
    Driver gone = TestDirectory.gone("first");
    begin(
        new Driver(
            "first",
            gone.host(),
            gone.pid(),
            gone.startedAt(),
            gone.since(),
            Optional.of("another table")));
    assertThatThrownBy(() -> beginWhileSignsAreGiven(1, Duration.ZERO))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("is in use by run first (host " + gone.host());
    assertThat(notes).hasSize(1);
  }

  /** Both processes are stopped for long, and the one that watches is the first to go on. */
  @ParameterizedTest
  @ValueSource(ints = {-7200, 7200})
  void aClockThatJumpsDoesNotLookLikeSilence(int jumpSeconds) throws IOException {
    begin(elsewhere("first"));
    assertThatThrownBy(() -> beginWhileSignsAreGiven(6, seconds(jumpSeconds)))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("is in use by run first");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage", "\u001b[2J", "run\nhost\n1\n", "HUGE", "TOMORROW", "OLD"})
  void aClaimThatSaysAnythingIsWatched(String text) throws IOException {
    Path claim = Files.createDirectories(out.resolve(".claim")).resolve("000001");
    Files.writeString(claim, claimed(text));
    assertThatThrownBy(() -> beginWhileSignsAreGiven(1, Duration.ZERO))
        .isInstanceOf(StorageException.class)
        .hasMessageMatching(
            Pattern.quote(out.toString())
                + " is in use by (a run that "
                + Pattern.quote(claim.toString())
                + " does not name|run first \\(host .*); run again when it has ended");
    assertThat(notes).hasSize(1);

    begin(Driver.ofThisProcess("third"), with(new FakeTime(), Duration.ofSeconds(4)));
    assertThat(notes)
        .hasSize(2)
        .allMatch(note -> note.endsWith("unless that gives a sign of life in 24 s"));
    assertThat(out.resolve(".claim").toFile().list()).containsExactly("000002");
  }

  private static String claimed(String text) {
    Driver here = Driver.ofThisProcess("first");
    return switch (text) {
      case "HUGE" -> "x".repeat(10_000_000);
      case "TOMORROW" ->
          new Driver(
                  "first",
                  here.host(),
                  here.pid(),
                  here.startedAt().plus(Duration.ofDays(1)),
                  here.since().plus(Duration.ofDays(1)),
                  here.processTable())
              .text();
      // Earlier versions did not name a process table.
      case "OLD" -> here.text().replace(here.processTable().orElse("") + "\n", "");
      default -> text;
    };
  }

  @Test
  void whatIsNoClaimIsLeftAlone() throws Exception {
    Path claims = Files.createDirectories(out.resolve(".claim"));
    Files.createDirectories(claims.resolve("000007/folder"));
    Files.writeString(claims.resolve("000005.released"), "");
    new ProcessBuilder("mkfifo", claims.resolve("000004").toString()).start().waitFor();
    begin(Driver.ofThisProcess("first"));
    assertThat(notes).isEmpty();
    assertThat(claims.toFile().list()).containsExactlyInAnyOrder("000006", "000007");
  }

  @Test
  void numbersThatAreUsedUpAreRefused() throws IOException {
    Path last = Files.createDirectories(out.resolve(".claim")).resolve("999999999");
    Files.writeString(last, TestDirectory.gone("first").text());
    assertThatThrownBy(() -> begin(Driver.ofThisProcess("second")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "`claims have numbers below 999999999` must hold, but got %s; delete it if no run is at"
                + " work",
            last);
  }

  @Test
  void aDriverWhoseDirectoryWasRemovedDoesNotReleaseTheNextOne() throws IOException {
    begin(Driver.ofThisProcess("first")).end();
    ResultWriter removed = begin(Driver.ofThisProcess("second"));
    FileUtil.fullyDelete(out.toFile());
    begin(elsewhere("third"));
    removed.close();
    assertThat(out.resolve(".claim").toFile().list()).containsExactly("000001");
  }

  /**
   * @param looks after how many of them there is a sign of life, and again and again
   * @param jump of the clock, whenever somebody sleeps
   */
  private void beginWhileSignsAreGiven(int looks, Duration jump) throws IOException {
    Path sign = out.resolve(".claim/000001.alive");
    FakeTime time =
        new FakeTime() {
          private int sleeps;

          @Override
          public void sleep(Duration pause) {
            super.sleep(pause.plus(jump));
            if (++sleeps % looks == 0) {
              write(sign, String.valueOf(sleeps));
            }
          }
        };
    begin(Driver.ofThisProcess("second"), with(time, Duration.ofSeconds(4)));
  }

  @Test
  void aDriverGivesSignsOfLife() throws Exception {
    begin(Driver.ofThisProcess("first"), with(new FakeTime(), Duration.ofMillis(1)));
    Path sign = out.resolve(".claim/000001.alive");
    while (!Files.exists(sign) || Files.readString(sign).compareTo("2") < 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aSeriesOfRunsLeavesOneClaim() throws IOException {
    for (int i = 0; i < 4; i++) {
      begin(Driver.ofThisProcess("run" + i)).end();
    }
    assertThat(out.resolve(".claim").toFile().list())
        .containsExactlyInAnyOrder("000004", "000004.released");
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static StorageTimeouts with(Waiting time, Duration renewal) {
    return new StorageTimeouts(seconds(60), renewal, seconds(24), time);
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
