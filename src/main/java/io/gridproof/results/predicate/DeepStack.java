package io.gridproof.results.predicate;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Calls what recurses deeper than the stack of the calling thread may allow. */
final class DeepStack {
  private DeepStack() {}

  static <T> T call(long stackBytes, Callable<T> recursive) throws Exception {
    FutureTask<T> task = new FutureTask<>(recursive);
    Thread thread = new Thread(null, task, "deep-stack", stackBytes);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception failure) {
        throw failure;
      }
      throw e;
    }
  }
}
