package io.gridproof.data;

import java.io.IOException;
import java.nio.file.Path;

/** A place on the network that may have a known set. */
interface Origin {
  /** How messages name it. */
  String name();

  /**
   * Writes the set's files, unzipped, to an empty folder. They are verified afterwards.
   *
   * @throws IOException says in one line why it cannot
   */
  void fetch(KnownSet set, Path folder) throws IOException;
}
