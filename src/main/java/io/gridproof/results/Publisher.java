package io.gridproof.results;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/**
 * Publishes files; what fails is repeated as long as {@link StorageTimeouts} allow.
 *
 * @param token makes temporary names this driver's own
 */
record Publisher(Storage storage, Publication publication, String token) {

  /**
   * @return whether the file holds this content; false if there is another of its name
   */
  boolean create(Path file, Content content) throws IOException {
    return storage
        .timeouts()
        .repeat("write " + file, () -> publication.create(file, temporary(file), content));
  }

  void replace(Path file, Content content) throws IOException {
    storage
        .timeouts()
        .repeat(
            "write " + file,
            () -> {
              publication.replace(file, temporary(file), content);
              return file;
            });
  }

  private Path temporary(Path file) {
    return ResultLayout.temporary(file, token);
  }
}
