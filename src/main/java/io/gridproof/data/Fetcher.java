package io.gridproof.data;

import io.gridproof.data.KnownSet.PinnedFile;
import io.gridproof.nn.Sha256;
import io.gridproof.study.InputException;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Keeps known sets in a cache outside the project: fetched when they are missing, verified whenever
 * they are used. Any number of processes may do so at once: files are moved into place whole, and
 * all that is ever moved there is the same.
 *
 * @param cache the folder that holds a folder for each set
 * @param notes where a fetch is announced
 */
record Fetcher(Path cache, PrintStream notes) {

  static Fetcher ofEnvironment() {
    return new Fetcher(CacheFolder.ofEnvironment(), System.err);
  }

  /**
   * The folder of a set, its files verified.
   *
   * @throws InputException if the set is damaged where a package installed it, or no origin answers
   */
  Path fetch(KnownSet set) {
    Path cached = cache.resolve(set.name());
    try {
      if (set.installed().filter(Files::isDirectory).isPresent()) {
        Path installed = set.installed().get();
        List<String> mistakes = mistakes(set, installed);
        if (!mistakes.isEmpty()) {
          throw new InputException(String.join(", ", mistakes));
        }
        return installed;
      }
      List<String> damaged = damaged(set, cached);
      if (!damaged.isEmpty() || !missing(set, cached).isEmpty()) {
        Files.createDirectories(cached);
        announce(set, damaged, cached);
        fetchInto(cached, set);
      }
      return cached;
    } catch (IOException e) {
      throw new InputException("cannot keep " + set.name() + " in " + cached + ": " + e, e);
    }
  }

  private void announce(KnownSet set, List<String> damaged, Path folder) {
    String why = damaged.isEmpty() ? "" : String.join(", ", damaged) + "; ";
    String origins = set.origins().stream().map(Origin::name).collect(Collectors.joining(", or "));
    notes.println(
        "note: " + why + "fetching " + set.name() + " into " + folder + " (" + origins + ")");
  }

  private void fetchInto(Path folder, KnownSet set) throws IOException {
    List<String> failures = new ArrayList<>();
    for (Origin origin : set.origins()) {
      Path scratch = Files.createTempDirectory(folder, ".fetch");
      try {
        origin.fetch(set, scratch);
        List<String> mistakes = mistakes(set, scratch);
        if (mistakes.isEmpty()) {
          for (PinnedFile file : set.files()) {
            Path place = folder.resolve(file.name());
            Files.move(scratch.resolve(file.name()), place, StandardCopyOption.ATOMIC_MOVE);
          }
          return;
        }
        String named = String.join(", ", mistakes).replace(scratch + File.separator, "");
        failures.add(origin.name() + ": " + named);
      } catch (IOException e) {
        failures.add(origin.name() + ": " + e.getMessage());
      } finally {
        delete(scratch);
      }
    }
    String names = set.files().stream().map(PinnedFile::name).collect(Collectors.joining(", "));
    throw new InputException(
        "cannot fetch %s: tried %s. To go on, %sput %s (plain or .gz) into %s"
            .formatted(set.name(), String.join("; ", failures), set.remedy(), names, folder));
  }

  private static List<String> mistakes(KnownSet set, Path folder) throws IOException {
    List<String> mistakes = new ArrayList<>(missing(set, folder));
    mistakes.addAll(damaged(set, folder));
    return mistakes;
  }

  private static List<String> missing(KnownSet set, Path folder) {
    return set.files().stream()
        .filter(file -> !Files.exists(stored(folder, file)))
        .map(file -> file.name() + " is missing in " + folder)
        .toList();
  }

  private static List<String> damaged(KnownSet set, Path folder) throws IOException {
    List<String> damaged = new ArrayList<>();
    for (PinnedFile file : set.files()) {
      Path path = stored(folder, file);
      if (Files.exists(path)) {
        String found = sha256(path, file.bytes());
        if (!found.equals(file.sha256())) {
          damaged.add(RowCheck.mistake("sha256 = " + file.sha256(), found) + " (" + path + ")");
        }
      }
    }
    return damaged;
  }

  /** The gzip of a file, if only that is there. */
  private static Path stored(Path folder, PinnedFile file) {
    Path plain = folder.resolve(file.name());
    Path gzip = folder.resolve(file.name() + ".gz");
    return !Files.exists(plain) && Files.exists(gzip) ? gzip : plain;
  }

  /**
   * Of the unzipped content, of which no more is read than is needed to see that it is too long.
   */
  private static String sha256(Path file, long bytes) throws IOException {
    MessageDigest digest = Sha256.create();
    try (InputStream stored = Files.newInputStream(file);
        InputStream in =
            file.toString().endsWith(".gz") ? new GZIPInputStream(stored, 1 << 16) : stored) {
      digest.update(in.readNBytes(Math.toIntExact(bytes) + 1));
      return Sha256.hex(digest);
    } catch (ZipException | EOFException e) {
      return "a broken gzip: " + e.getMessage();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
