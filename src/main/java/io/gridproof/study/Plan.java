package io.gridproof.study;

import io.gridproof.nn.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a run has to do: the study's trials minus those that are done.
 *
 * @param trials all of the study, replicate by replicate, so that early results compare everything
 * @param missing those not done yet, in the same order
 */
public record Plan(Grid grid, List<Trial> trials, List<Trial> missing) {

  static final int MOST_TRIALS = 1_000_000;

  /**
   * @param done trial_ids that need no training any more; may hold those of other studies
   */
  public static Plan of(
      Study study, Grid grid, String datasetSha256, String trainerVersion, Set<String> done) {
    checkCount(study, grid);
    List<Trial> trials = new ArrayList<>();
    for (int replicate = 0; replicate < study.replicates().count(); replicate++) {
      for (Configuration configuration : grid.configurations()) {
        trials.add(
            Trial.of(
                configuration,
                replicate,
                study.replicates().seeds(replicate),
                datasetSha256,
                trainerVersion));
      }
    }
    List<Trial> missing = trials.stream().filter(trial -> !done.contains(trial.trialId())).toList();
    return new Plan(grid, List.copyOf(trials), missing);
  }

  /** How many of the trials were there already. */
  public int done() {
    return trials.size() - missing.size();
  }

  /**
   * Floating-point operations of the missing trials.
   *
   * @param inputs pixels of an image
   */
  public double flops(int inputs, int trainRows) {
    return missing.stream()
        .mapToDouble(trial -> Cost.flops(trial.configuration(), inputs, trainRows))
        .sum();
  }

  private static void checkCount(Study study, Grid grid) {
    long count = (long) grid.configurations().size() * study.replicates().count();
    if (count > MOST_TRIALS) {
      throw new InputException(
          "`configurations * replicates <= %d` must hold, but got %d * %d (%s)"
              .formatted(
                  MOST_TRIALS,
                  grid.configurations().size(),
                  study.replicates().count(),
                  study.origin()));
    }
  }
}
