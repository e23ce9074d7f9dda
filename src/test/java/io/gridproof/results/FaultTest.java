package io.gridproof.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridproof.results.Faults.Duration;
import io.gridproof.results.Faults.Fault;
import io.gridproof.results.Faults.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commit protocol on storage that fails at any operation, and with drivers that come back. */
class FaultTest {
  private static final int TRIALS = TestDirectory.STUDY.reports().size();

  /**
   * Every so many operations one is tried in each way, and in every way another one, so that all
   * are tried in some way; 1 tries all in every way.
   */
  private static final int STRIDE = Integer.getInteger("gridproof.faults.stride", 4);

  /** How many random histories to try; the first seed to replay them from. */
  private static final int SEEDS = Integer.getInteger("gridproof.faults.seeds", 10);

  private static final int FIRST_SEED = Integer.getInteger("gridproof.faults.first", 1);

  @TempDir Path temporary;

  private TestDirectory directory(String scheme) {
    return new TestDirectory(scheme, temporary);
  }

  /** How many operations a run takes that nothing disturbs. */
  private int operations(String scheme) throws IOException {
    TestDirectory directory = directory(scheme);
    directory.run();
    int operations = directory.faults().operations();
    assertThat(directory.checked()).isEqualTo(TRIALS);
    return operations;
  }

  @ParameterizedTest
  @CsvSource({"hdfs,BEFORE", "hdfs,AFTER", "s3a,BEFORE", "s3a,AFTER"})
  void anOperationThatFailsOnceIsNotNoticed(String scheme, Side side) throws IOException {
    int operations = operations(scheme);
    for (int i = side.ordinal() % STRIDE; i < operations; i += STRIDE) {
      TestDirectory directory = directory(scheme);
      directory.faults().expect(new Fault(i, side, Duration.ONCE));
      directory.run();
      directory.faults().expect(Fault.NONE);
      assertThat(directory.checked()).as("operation %d", i).isEqualTo(TRIALS);
    }
  }

  @ParameterizedTest
  @CsvSource({"hdfs,BEFORE", "hdfs,AFTER", "s3a,BEFORE", "s3a,AFTER"})
  void storageThatFailsForGoodIsReportedAndTheNextRunContinues(String scheme, Side side)
      throws IOException {
    int operations = operations(scheme);
    for (int i = (2 + side.ordinal()) % STRIDE; i < operations; i += STRIDE) {
      TestDirectory directory = directory(scheme);
      directory.faults().expect(new Fault(i, side, Duration.FOR_GOOD));
      fails(directory, "operation %d of %d".formatted(i, operations));
      directory.faults().expect(Fault.NONE);
      int before = directory.checked();
      assertThat(before).isBetween(0, TRIALS);
      directory.run();
      assertThat(directory.checked()).as("operation %d", i).isEqualTo(TRIALS);
    }
  }

  private static void fails(TestDirectory directory, String operation) {
    assertThatThrownBy(directory::run)
        .as(operation)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("run again to continue")
        .hasMessageContaining("(tried for 6");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs", "s3a"})
  void aReaderSeesWholeSegmentsAndNeverFewerRows(String scheme) throws IOException {
    TestDirectory directory = directory(scheme);
    int[] seen = new int[2];
    directory
        .faults()
        .observe(
            operation -> {
              seen[0] = moreTrials(directory, seen[0]);
              seen[1] = moreRuns(directory, seen[1]);
            });
    directory.run();
    assertThat(seen).containsExactly(TRIALS, 1);
  }

  private static int moreTrials(TestDirectory directory, int before) {
    try {
      int now = directory.checked();
      assertThat(now).isGreaterThanOrEqualTo(before);
      return now;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int moreRuns(TestDirectory directory, int before) {
    try {
      int now = directory.layout().entries(directory.storage(), Table.RUNS).size();
      assertThat(now).isGreaterThanOrEqualTo(before);
      return now;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs", "s3a"})
  void aDriverThatComesBackAnywhereDoesNoHarm(String scheme) throws IOException {
    int operations = operations(scheme);
    for (int i = 0; i < operations; i += STRIDE) {
      TestDirectory directory = directory(scheme);
      int pause = i;
      directory.faults().observe(operation -> runWhile(operation == pause, directory));
      try {
        directory.run();
      } catch (StorageException e) {
        assertThat(e).hasMessageMatching(".*(taken over by|in use by) run run2 .*");
      }
      directory.faults().observe(operation -> {});
      assertThat(directory.checked()).as("operation %d", i).isEqualTo(TRIALS);
      directory.run();
      assertThat(directory.checked()).as("operation %d", i).isEqualTo(TRIALS);
    }
  }

  private static void runWhile(boolean paused, TestDirectory directory) {
    if (paused) {
      try {
        directory.run();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void randomHistoriesEndWithEveryTrialOnce() throws IOException {
    for (int seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      Random random = new Random(seed);
      TestDirectory directory = directory(random.nextBoolean() ? "hdfs" : "s3a");
      int before = 0;
      for (int crash = 0; crash < 1 + random.nextInt(6); crash++) {
        Side side = random.nextBoolean() ? Side.BEFORE : Side.AFTER;
        Fault fault = new Fault(random.nextInt(250), side, Duration.FOR_GOOD);
        int pause = random.nextInt(250);
        boolean comesBack = random.nextInt(3) == 0;
        directory
            .faults()
            .observe(operation -> runWhile(comesBack && operation == pause, directory));
        directory.faults().expect(fault);
        try {
          directory.run();
        } catch (StorageException e) {
          assertThat(e).hasMessageContaining("run");
        }
        directory.faults().observe(operation -> {});
        directory.faults().expect(Fault.NONE);
        int now = directory.checked();
        assertThat(now).as("seed %d", seed).isGreaterThanOrEqualTo(before);
        before = now;
      }
      directory.run();
      assertThat(directory.checked()).as("seed %d", seed).isEqualTo(TRIALS);
    }
  }

  @Test
  void whatFailsIsNamed() throws IOException {
    TestDirectory directory = directory("hdfs");
    ResultWriter writer = directory.begin();
    directory.faults().expect(new Fault(0, Side.BEFORE, Duration.FOR_GOOD));
    assertThatThrownBy(() -> writer.commit(TestDirectory.STUDY.reports()))
        .isInstanceOf(StorageException.class)
        .hasMessageMatching(
            "cannot write hdfs://.*/curves/000002.run1.parquet: no creation .* \\(tried for \\d+"
                + " s\\); what was committed stays readable, run again to continue");
  }
}
