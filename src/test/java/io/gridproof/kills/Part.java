package io.gridproof.kills;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Random;

/** One way to disturb runs. */
@FunctionalInterface
interface Part {
  /**
   * Disturbs runs as often as told, at moments that the generator chooses, and checks what is left.
   */
  void play(Laboratory laboratory, Random random, int times, Tally tally)
      throws IOException, InterruptedException, SQLException;
}
