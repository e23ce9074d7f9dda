package io.gridproof.bench;

import io.gridproof.kernel.Kernel;
import io.gridproof.nn.Configuration;
import io.gridproof.nn.Recording;
import io.gridproof.nn.Seeds;
import io.gridproof.nn.Splits;
import io.gridproof.nn.Trainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How fast this JVM trains: forward, backward and update, without tests in between. */
public final class TrainingSpeed {
  private static final int FIRST_ROOM = 1024;

  private TrainingSpeed() {}

  /**
   * Trains trials side by side, each on a thread of its own, and takes the best of ten windows of
   * the time after a third of it, in which the compiler does its work.
   *
   * @param configuration trained again from the start if it ends, or diverges, before the time
   * @return samples a second of all trials together
   */
  public static double samplesPerSecond(
      Configuration configuration, Splits images, int trials, Duration time)
      throws InterruptedException {
    long start = System.nanoTime();
    long end = start + time.toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(trials);
    try {
      List<Future<Progress>> running = new ArrayList<>();
      for (int i = 0; i < trials; i++) {
        running.add(threads.submit(training(configuration, images, i, end)));
      }
      List<Progress> progress = new ArrayList<>();
      for (Future<Progress> training : running) {
        progress.add(training.get());
      }
      int m = images.train().count();
      int size = configuration.batch().size(m);
      double samplesPerStep = (double) m / ((m + size - 1) / size);
      return samplesPerStep * bestWindow(progress, start + time.toNanos() / 3, end);
    } catch (ExecutionException e) {
      throw new IllegalStateException("training failed: " + e.getCause().getMessage(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Callable<Progress> training(
      Configuration configuration, Splits images, int seed, long end) {
    return () -> {
      Recording never = new Recording(Integer.MAX_VALUE, Integer.MAX_VALUE);
      Seeds seeds = new Seeds(seed, seed + 1, seed + 2);
      Progress progress = new Progress();
      while (!progress.isOver(end)) {
        new Trainer(Kernel.best(), configuration, seeds, never, images)
            .train(() -> progress.begin(end));
      }
      return progress;
    };
  }

  /** Steps a second of all together in the best of ten equal windows. */
  private static double bestWindow(List<Progress> all, long from, long to) {
    int windows = 10;
    double best = 0;
    for (int i = 0; i < windows; i++) {
      long begin = from + (to - from) * i / windows;
      long end = from + (to - from) * (i + 1) / windows;
      double steps = all.stream().mapToDouble(p -> p.steps(end) - p.steps(begin)).sum();
      best = Math.max(best, steps / (end - begin) * 1e9);
    }
    return best;
  }

  /** When each step began. */
  private static final class Progress {
    private long[] begins = new long[FIRST_ROOM];
    private int count;

    /** Notes that a step begins; true if it is time to end instead. */
    boolean begin(long end) {
      if (count == begins.length) {
        begins = Arrays.copyOf(begins, 2 * count);
      }
      begins[count++] = System.nanoTime();
      return isOver(end);
    }

    boolean isOver(long end) {
      return count > 0 && begins[count - 1] > end;
    }

    /** How many steps were done at a time before the end, with a part of the one that ran. */
    double steps(long time) {
      int place = Arrays.binarySearch(begins, 0, count, time);
      int next = place < 0 ? -place - 1 : place + 1;
      if (next == 0) {
        return 0;
      }
      return next - 1 + (double) (time - begins[next - 1]) / (begins[next] - begins[next - 1]);
    }
  }
}
