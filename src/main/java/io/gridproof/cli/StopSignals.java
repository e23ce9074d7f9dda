package io.gridproof.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jline.utils.Signals;

/**
 * What Ctrl-C and its like do while there is something to bring to an end first: the first one asks
 * for it, the second ends the program at once. A shutdown hook would not do: beside it Spark's and
 * Hadoop's hooks would stop the cluster and close the file systems.
 */
final class StopSignals implements AutoCloseable {
  /** The exit status of a process that a signal ended is this and the signal's number. */
  private static final int SIGNALLED = 128;

  private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  private final Runnable stop;
  private final List<Runnable> undo = new ArrayList<>();
  private String received;

  private StopSignals(Runnable stop) {
    this.stop = stop;
  }

  /**
   * Until it is closed, signals go this way.
   *
   * @param stop returns soon; called at most once, in another thread
   */
  static StopSignals handledBy(Runnable stop) {
    StopSignals signals = new StopSignals(stop);
    for (String name : NUMBERS.keySet()) {
      Object before = Signals.register(name, () -> signals.receive(name));
      signals.undo.add(() -> Signals.unregister(name, before));
    }
    return signals;
  }

  private synchronized void receive(String name) {
    if (received != null) {
      Runtime.getRuntime().halt(SIGNALLED + NUMBERS.get(name));
    }
    received = name;
    stop.run();
  }

  /** What the program is to end with if there was a signal. */
  synchronized OptionalInt exitStatus() {
    return received == null
        ? OptionalInt.empty()
        : OptionalInt.of(SIGNALLED + NUMBERS.get(received));
  }

  /** After a signal the next one ends the program at once, even while it is ending. */
  @Override
  public synchronized void close() {
    if (received == null) {
      undo.forEach(Runnable::run);
    }
  }
}
