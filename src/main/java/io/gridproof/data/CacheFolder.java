package io.gridproof.data;

import java.nio.file.Path;

/** Where the program keeps what it can do without: $GRIDPROOF_CACHE, or else the user's cache. */
public final class CacheFolder {
  private CacheFolder() {}

  public static Path ofEnvironment() {
    String own = System.getenv().getOrDefault("GRIDPROOF_CACHE", "");
    String user = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    Path parent =
        user.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(user);
    return (own.isEmpty() ? parent.resolve("gridproof") : Path.of(own)).toAbsolutePath();
  }
}
