package io.gridproof.results;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
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
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * That a driver is at work in a directory: a second one learns of it before it trains anything, and
 * learns by itself when the first has died.
 *
 * <p>Claims are numbered, and the highest number holds: {@code 000003} says who, and is created
 * exclusively; {@code 000003.alive} changes every few seconds; {@code 000003.released} says that it
 * is over. A claim is for liveness and for a clear message only. That a driver which was thought
 * dead can do no harm does not depend on it, nor on any clock: see {@link ResultWriter}.
 */
final class Claim implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("(\\d{6,9})(?:\\.(alive|released))?");
  private static final String ALIVE = ".alive";
  private static final String RELEASED = ".released";
  private static final Content NOTHING = Content.of(new byte[0]);

  private final Publisher publisher;
  private final Path folder;
  private final int number;
  private final ScheduledExecutorService renewal =
      Executors.newSingleThreadScheduledExecutor(Claim::daemon);
  private long renewals;
  private boolean stopped;
  private boolean released;

  private Claim(Publisher publisher, Path folder, int number) {
    this.publisher = publisher;
    this.folder = folder;
    this.number = number;
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
   */
  static Claim take(Publisher publisher, Path folder, Driver driver, Consumer<String> notes)
      throws IOException {
    Storage storage = publisher.storage();
    while (true) {
      int highest = highest(storage, folder);
      if (highest > 0) {
        awaitEnd(storage, folder, highest, notes);
      }
      int next = highest + 1;
      // If the numbers were cleared meanwhile, even a name that was free is not the highest.
      if (publisher.create(file(folder, next, ""), Content.of(driver.bytes()))
          && highest(storage, folder) == next) {
        Claim claim = new Claim(publisher, folder, next);
        claim.deleteLower();
        claim.keepAlive();
        return claim;
      }
    }
  }

  /** Who claimed a directory last. */
  static Driver latest(Storage storage, Path folder) throws IOException {
    return driver(storage, folder, highest(storage, folder))
        .orElseThrow(() -> new StorageException("there is no claim in " + folder));
  }

  /** Returns when nobody holds this number any more. */
  private static void awaitEnd(Storage storage, Path folder, int number, Consumer<String> notes)
      throws IOException {
    Optional<Driver> found = driver(storage, folder, number);
    if (found.isEmpty() || isReleased(storage, folder, number)) {
      return;
    }
    Driver driver = found.get();
    if (driver.isHere()) {
      if (driver.isAlive()) {
        throw held(folder, driver);
      }
      return;
    }
    StorageTimeouts timeouts = storage.timeouts();
    notes.accept(
        "%s is claimed by %s: it is taken over unless that gives a sign of life in %d s"
            .formatted(folder.getParent(), driver, timeouts.silence().toSeconds()));
    byte[] sign = sign(storage, folder, number);
    long start = timeouts.time().nanoTime();
    while (timeouts.time().nanoTime() - start < timeouts.silence().toNanos()) {
      timeouts.sleep(timeouts.renewal().dividedBy(2));
      if (isReleased(storage, folder, number)) {
        return;
      }
      if (!Arrays.equals(sign, sign(storage, folder, number))) {
        throw held(folder, driver);
      }
    }
  }

  private static StorageException held(Path folder, Driver driver) {
    return new StorageException(
        "%s is in use by %s; run again when it has ended".formatted(folder.getParent(), driver));
  }

  private static Optional<Driver> driver(Storage storage, Path folder, int number)
      throws IOException {
    return storage.read(file(folder, number, "")).map(bytes -> Driver.of(new String(bytes, UTF_8)));
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
  private static int highest(Storage storage, Path folder) throws IOException {
    return storage.list(folder).stream()
        .map(FileStatus::getPath)
        .filter(file -> !file.getName().contains("."))
        .mapToInt(Claim::number)
        .max()
        .orElse(0);
  }

  private static int number(Path file) {
    Matcher name = NAME.matcher(file.getName());
    return name.matches() ? Integer.parseInt(name.group(1)) : 0;
  }

  /** What earlier claims left; numbers go up, as a stale look must not find its number free. */
  private void deleteLower() throws IOException {
    List<Path> files =
        publisher.storage().list(folder).stream()
            .map(FileStatus::getPath)
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
      if (stopped || !publisher.storage().files().exists(file(folder, number, ""))) {
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

  /** Lets the next driver begin at once. */
  void release() throws IOException {
    stop();
    released |= publisher.create(file(folder, number, RELEASED), NOTHING);
  }

  /** Releases if storage takes it at the first try; if not, the next driver has to watch. */
  @Override
  public void close() throws IOException {
    stop();
    if (!released) {
      Path file = file(folder, number, RELEASED);
      released = publisher.publication().create(file, ResultLayout.temporary(file, "end"), NOTHING);
    }
  }

  private synchronized void stop() {
    stopped = true;
    renewal.shutdown();
  }
}
