package io.gridproof.results;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gridproof.results.Driver.Life;
import io.gridproof.study.InputException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * That a driver is at work in a directory: a second one learns of it before it trains anything, and
 * learns by itself when the first has died.
 *
 * <p>Claims are numbered, and the highest number holds: {@code 000003} says who, and is created
 * exclusively; {@code 000003.alive} changes every few seconds; {@code 000003.released} says that it
 * is over. The process table tells whether a driver lives only to those that it lists as well.
 * Everybody else watches for signs of life, also if nobody can read what the claim says.
 *
 * <p>A claim is for liveness and for a clear message only. That a driver which was thought dead can
 * do no harm does not depend on it, nor on any clock: see {@link ResultWriter}.
 */
final class Claim implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("(\\d{6,9})(?:\\.(alive|released))?");
  private static final int LAST_NUMBER = 999_999_999;
  private static final String ALIVE = ".alive";
  private static final String RELEASED = ".released";
  private static final Content NOTHING = Content.of(new byte[0]);

  private final Publisher publisher;
  private final Path folder;
  private final int number;
  private final byte[] content;
  private final ScheduledExecutorService renewal =
      Executors.newSingleThreadScheduledExecutor(Claim::daemon);
  private long renewals;
  private boolean stopped;
  private boolean released;

  private Claim(Publisher publisher, Path folder, int number, byte[] content) {
    this.publisher = publisher;
    this.folder = folder;
    this.number = number;
    this.content = content;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "claim");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Takes a directory, as soon as nobody else is alive there.
   *
   * @param notes told what takes time
   * @throws StorageException if another driver is alive there
   * @throws InputException if there is no number left
   */
  static Claim take(Publisher publisher, Path folder, Driver driver, Consumer<String> notes)
      throws IOException {
    Storage storage = publisher.storage();
    byte[] content = driver.bytes();
    while (true) {
      int latest = latest(storage, folder);
      if (latest > 0) {
        awaitEnd(storage, folder, latest, notes);
      }
      int next = next(storage, folder);
      // If the numbers were cleared meanwhile, even a name that was free is not the highest.
      if (publisher.create(file(folder, next, ""), Content.of(content))
          && latest(storage, folder) == next) {
        Claim claim = new Claim(publisher, folder, next, content);
        claim.deleteLower();
        claim.keepAlive();
        return claim;
      }
    }
  }

  /** Who claimed a directory last, for a message; empty if there is no claim. */
  static Optional<String> holder(Storage storage, Path folder) throws IOException {
    Path file = file(folder, latest(storage, folder), "");
    return storage.read(file).map(claim -> named(driver(claim), file));
  }

  /** Returns when nobody holds this number any more. */
  private static void awaitEnd(Storage storage, Path folder, int number, Consumer<String> notes)
      throws IOException {
    Path file = file(folder, number, "");
    Optional<byte[]> claim = storage.read(file);
    if (claim.isEmpty() || isReleased(storage, folder, number)) {
      return;
    }
    Optional<Driver> driver = driver(claim.get());
    String name = named(driver, file);
    switch (driver.map(Driver::life).orElse(Life.UNKNOWN)) {
      case RUNS -> throw held(folder, name);
      case GONE -> {}
      case UNKNOWN -> awaitSilence(storage, folder, number, name, notes);
    }
  }

  private static void awaitSilence(
      Storage storage, Path folder, int number, String name, Consumer<String> notes)
      throws IOException {
    StorageTimeouts timeouts = storage.timeouts();
    notes.accept(
        "%s is claimed by %s: it is taken over unless that gives a sign of life in %d s"
            .formatted(folder.getParent(), name, timeouts.silence().toSeconds()));
    byte[] sign = sign(storage, folder, number);
    // What counts is how often nothing was found, not a clock: when this process is stopped for an
    // hour together with the other one, neither has been silent.
    Duration pause = timeouts.renewal().dividedBy(2);
    Duration silence = Duration.ZERO;
    while (silence.compareTo(timeouts.silence()) < 0) {
      timeouts.sleep(pause);
      silence = silence.plus(pause);
      if (isReleased(storage, folder, number)) {
        return;
      }
      if (!Arrays.equals(sign, sign(storage, folder, number))) {
        throw held(folder, name);
      }
    }
  }

  private static StorageException held(Path folder, String name) {
    return new StorageException(
        "%s is in use by %s; run again when it has ended".formatted(folder.getParent(), name));
  }

  private static Optional<Driver> driver(byte[] claim) {
    return Driver.of(new String(claim, UTF_8));
  }

  private static String named(Optional<Driver> driver, Path file) {
    return driver.map(Driver::toString).orElse("a run that %s does not name".formatted(file));
  }

  private static boolean isReleased(Storage storage, Path folder, int number) throws IOException {
    return storage.read(file(folder, number, RELEASED)).isPresent();
  }

  private static byte[] sign(Storage storage, Path folder, int number) throws IOException {
    return storage.read(file(folder, number, ALIVE)).orElse(new byte[0]);
  }

  private static Path file(Path folder, int number, String suffix) {
    return new Path(folder, "%06d%s".formatted(number, suffix));
  }

  /** The highest number that was claimed; 0 if there is none. */
  private static int latest(Storage storage, Path folder) throws IOException {
    return files(storage, folder)
        .filter(file -> !file.getName().contains("."))
        .mapToInt(Claim::number)
        .max()
        .orElse(0);
  }

  /** The number after all that any file has. */
  private static int next(Storage storage, Path folder) throws IOException {
    int highest = files(storage, folder).mapToInt(Claim::number).max().orElse(0);
    if (highest == LAST_NUMBER) {
      throw new InputException(
          "`claims have numbers below %d` must hold, but got %s; delete it if no run is at work"
              .formatted(LAST_NUMBER, file(folder, highest, "")));
    }
    return highest + 1;
  }

  private static Stream<Path> files(Storage storage, Path folder) throws IOException {
    return storage.list(folder, file -> number(file) > 0 || ResultLayout.isTemporary(file)).stream()
        .filter(FileStatus::isFile)
        .map(FileStatus::getPath);
  }

  private static int number(Path file) {
    Matcher name = NAME.matcher(file.getName());
    return name.matches() ? Integer.parseInt(name.group(1)) : 0;
  }

  /** What earlier claims left; numbers go up, as a stale look must not find its number free. */
  private void deleteLower() throws IOException {
    List<Path> files =
        files(publisher.storage(), folder)
            .filter(file -> number(file) < number)
            .sorted(Comparator.comparing(Path::getName))
            .toList();
    for (Path file : files) {
      publisher.storage().delete(file);
    }
  }

  private void keepAlive() {
    long millis = publisher.storage().timeouts().renewal().toMillis();
    renewal.scheduleWithFixedDelay(this::renew, millis, millis, TimeUnit.MILLISECONDS);
  }

  private synchronized void renew() {
    try {
      if (stopped || !holds()) {
        renewal.shutdown();
        return;
      }
      byte[] sign = String.valueOf(++renewals).getBytes(UTF_8);
      Path file = file(folder, number, ALIVE);
      publisher.publication().replace(file, ResultLayout.temporary(file, "sign"), Content.of(sign));
    } catch (IOException | RuntimeException e) {
      // The next renewal may work; if none does, no commit will either, and that one reports it.
      return;
    }
  }

  /** Whether it still holds: not if another driver took over, or somebody removed the directory. */
  boolean holds() throws IOException {
    return publisher
        .storage()
        .bytes(file(folder, number, ""))
        .filter(found -> Arrays.equals(found, content))
        .isPresent();
  }

  /** Lets the next driver begin at once. */
  void release() throws IOException {
    stop();
    released |= publisher.create(file(folder, number, RELEASED), NOTHING);
  }

  /** Releases if storage takes it at the first try; if not, the next driver has to watch. */
  @Override
  public void close() throws IOException {
    stop();
    if (!released && holds()) {
      Path file = file(folder, number, RELEASED);
      released = publisher.publication().create(file, ResultLayout.temporary(file, "end"), NOTHING);
    }
  }

  private synchronized void stop() {
    stopped = true;
    renewal.shutdown();
  }
}
