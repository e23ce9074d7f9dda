package io.gridproof.results;

import java.time.Duration;

/** Time as a driver sees it pass. */
interface Waiting {
  Waiting REAL =
      new Waiting() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
          Thread.sleep(time.toMillis());
        }
      };

  /** Only differences mean something. */
  long nanoTime();

  void sleep(Duration time) throws InterruptedException;
}
