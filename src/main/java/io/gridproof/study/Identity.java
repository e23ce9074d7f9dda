package io.gridproof.study;

import io.gridproof.nn.Configuration;
import io.gridproof.nn.Seeds;
import io.gridproof.nn.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Names that follow from content, so that widening a grid, adding replicates and continuing after a
 * crash all find the trials that are already there. Tests pin them: a change here orphans every
 * result that exists.
 */
final class Identity {
  private static final int DIGITS = 16;

  private Identity() {}

  static String configId(Configuration configuration) {
    return hash(canonical(configuration));
  }

  static String trialId(
      Configuration configuration, Seeds seeds, String datasetSha256, String trainerVersion) {
    return hash(
        canonical(configuration)
            + line("seed_init", hex(seeds.init()))
            + line("seed_shuffle", hex(seeds.shuffle()))
            + line("seed_dropout", hex(seeds.dropout()))
            + line("dataset_sha256", datasetSha256)
            + line("trainer_version", trainerVersion));
  }

  /**
   * A line for each parameter, unless it is {@link Parameter#isAbsentAt absent}. So a parameter
   * that is added later changes no name that exists.
   */
  static String canonical(Configuration configuration) {
    StringBuilder text = new StringBuilder();
    for (Parameter parameter : Parameter.values()) {
      Object value = parameter.valueOf(configuration).column();
      if (!parameter.isAbsentAt(value)) {
        text.append(line(parameter.column(), text(value)));
      }
    }
    return text.toString();
  }

  /** Bits, not digits: what Double.toString gives is not the same on every Java. */
  private static String text(Object value) {
    return value instanceof Double number ? hex(Double.doubleToLongBits(number)) : value.toString();
  }

  private static String line(String key, String value) {
    return key + "=" + value + "\n";
  }

  private static String hex(long bits) {
    return HexFormat.of().toHexDigits(bits);
  }

  /** The first 64 bits of the SHA-256 of the text. */
  static String hash(String text) {
    MessageDigest digest = Sha256.create();
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    return Sha256.hex(digest).substring(0, DIGITS);
  }
}
