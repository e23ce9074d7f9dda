package io.gridproof.study;

import io.gridproof.nn.Configuration;
import io.gridproof.nn.Seeds;
import java.io.Serializable;

/**
 * One configuration under one replicate: the unit of work, of commit and of verification.
 *
 * @param trialId 16 hexadecimal digits, a hash of all that can change a weight of the trial
 * @param configId 16 hexadecimal digits, a hash of the configuration
 * @param replicate 0 for the first
 */
public record Trial(
    String trialId, String configId, Configuration configuration, int replicate, Seeds seeds)
    implements Serializable {

  /**
   * @param datasetSha256 digest of the images
   * @param trainerVersion names the arithmetic: another version may give other bits
   */
  public static Trial of(
      Configuration configuration,
      int replicate,
      Seeds seeds,
      String datasetSha256,
      String trainerVersion) {
    return new Trial(
        Identity.trialId(configuration, seeds, datasetSha256, trainerVersion),
        Identity.configId(configuration),
        configuration,
        replicate,
        seeds);
  }
}
