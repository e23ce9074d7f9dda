package io.gridproof.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this build was made of.
 *
 * @param commit of the sources, ending in {@code -dirty} if they were changed after it; {@code
 *     unknown} if they were built outside git
 */
record BuildInfo(String version, String commit) {
  private static final String RESOURCE = "/gridproof-build.properties";

  static BuildInfo load() {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream(RESOURCE)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
    String dirty = Boolean.parseBoolean(properties.getProperty("git.dirty")) ? "-dirty" : "";
    return new BuildInfo(
        properties.getProperty("git.build.version", "unknown"),
        properties.getProperty("git.commit.id", "unknown") + dirty);
  }
}
