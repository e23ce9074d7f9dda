package io.gridproof.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a commit costs does not depend on how many there were before. */
class CommitCostTest {
  private static final int TRIALS = 100;
  private static final SyntheticStudy STUDY = new SyntheticStudy(TRIALS);

  @TempDir Path temporary;

  /**
   * @param entries that were listed
   */
  private record Cost(int operations, int entries) {
    static Cost of(Faults faults) {
      return new Cost(faults.operations(), faults.entries());
    }

    Cost since(Cost before) {
      return new Cost(operations - before.operations, entries - before.entries);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs", "s3a"})
  void theLastCommitCostsWhatTheFirstDid(String scheme) throws IOException {
    TestDirectory directory = new TestDirectory(scheme, temporary);
    Faults faults = directory.faults();
    try (ResultWriter writer = directory.begin(STUDY.run("run"), TestDirectory.gone("run"))) {
      Cost first = null;
      for (TrialReport report : STUDY.reports()) {
        Cost before = Cost.of(faults);
        writer.commit(List.of(report));
        Cost cost = Cost.of(faults).since(before);
        first = first == null ? cost : first;
        assertThat(cost).isEqualTo(first);
      }
      assertThat(first.operations()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs", "s3a"})
  void aRunThatFindsAFinishedStudyDoesNotOpenOneFileForEachTrial(String scheme) throws IOException {
    assertThat(costToOpen(scheme, TRIALS)).isEqualTo(costToOpen(scheme, TRIALS / 10));
  }

  private Cost costToOpen(String scheme, int trials) throws IOException {
    TestDirectory directory = new TestDirectory(scheme, temporary);
    Driver driver = TestDirectory.gone("first");
    try (ResultWriter writer = directory.begin(STUDY.run("first"), driver)) {
      for (TrialReport report : STUDY.reports().subList(0, trials)) {
        writer.commit(List.of(report));
      }
      writer.compact();
      writer.end();
    }
    Cost before = Cost.of(directory.faults());
    Listing listing = Listing.of(directory.storage(), directory.layout());
    assertThat(CommittedTrials.read(directory.storage(), listing).ids()).hasSize(trials);
    return Cost.of(directory.faults()).since(before);
  }
}
