package io.gridproof.results;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.function.IntConsumer;

/** Counts the operations on a {@link FaultyFileSystem}, and lets some of them fail. */
final class Faults {
  enum Side {
    /** The operation is not done. */
    BEFORE,
    /** It is done, but the answer is lost. */
    AFTER
  }

  enum Duration {
    ONCE,
    FOR_GOOD
  }

  /** One thing that storage does. */
  @FunctionalInterface
  interface Operation<T> {
    T run() throws IOException;
  }

  /** What fails, and how. */
  record Fault(int operation, Side side, Duration duration) {
    static final Fault NONE = new Fault(Integer.MAX_VALUE, Side.BEFORE, Duration.ONCE);
  }

  private Fault fault = Fault.NONE;
  private IntConsumer observer = operation -> {};
  private int operations;
  private int entries;
  private boolean observing;

  /** Counts from 0 again. */
  void expect(Fault next) {
    fault = next;
    operations = 0;
  }

  /** Calls somebody before every operation; what it does itself is not counted. */
  void observe(IntConsumer next) {
    observer = next;
    operations = 0;
  }

  int operations() {
    return operations;
  }

  /** Counts what a listing returned. */
  void listed(int count) {
    entries += observing ? 0 : count;
  }

  /** How many entries all listings had together. */
  int entries() {
    return entries;
  }

  <T> T run(String what, Operation<T> operation) throws IOException {
    if (observing) {
      return operation.run();
    }
    int index = operations++;
    observing = true;
    try {
      observer.accept(index);
    } finally {
      observing = false;
    }
    boolean failing =
        fault.duration == Duration.ONCE ? index == fault.operation : index >= fault.operation;
    boolean lost = index == fault.operation && fault.side == Side.AFTER;
    if (failing && !lost) {
      throw new IOException("no %s (operation %d)".formatted(what, index));
    }
    T result = operation.run();
    if (lost) {
      throw new SocketTimeoutException("no answer to %s (operation %d)".formatted(what, index));
    }
    return result;
  }
}
