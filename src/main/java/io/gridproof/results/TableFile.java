package io.gridproof.results;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * A file of a table, as its name tells.
 *
 * @param writer the run_id of who wrote it; empty in {@link Table#TRIALS}, where the name must be
 *     the same for all who want the number
 */
record TableFile(Path path, Segment segment, String writer) {
  private static final Pattern NAME = Pattern.compile("(\\d{6,9})(?:-(\\d{6,9}))?(?:\\.(.+))?");

  /** Empty if it is no segment of a table. */
  static Optional<TableFile> of(Path path) {
    return ResultLayout.stem(path).flatMap(stem -> parsed(path, NAME.matcher(stem)));
  }

  private static Optional<TableFile> parsed(Path path, Matcher name) {
    if (!name.matches()) {
      return Optional.empty();
    }
    int first = Integer.parseInt(name.group(1));
    int last = name.group(2) == null ? first : Integer.parseInt(name.group(2));
    String writer = name.group(3) == null ? "" : name.group(3);
    return Optional.of(new TableFile(path, new Segment(first, last), writer));
  }
}
