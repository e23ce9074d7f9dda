package io.gridproof.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * What runs leave that no reader counts: temporary files, segments that did not become a commit,
 * segments that were merged.
 *
 * <p>Any driver may do this at any time, also one that was thought dead and comes back: it deletes
 * only what can never count any more, whatever others do meanwhile.
 */
final class Leftovers {
  private Leftovers() {}

  /**
   * @param last a number that was given in trials, as were all before it: files of later numbers
   *     may be of a commit that is under way
   */
  static void delete(Storage storage, ResultLayout layout, int last) throws IOException {
    Listing listing = Listing.of(storage, layout);
    List<Table> tables = new ArrayList<>(Table.COMMIT_ORDER);
    // Trials first: this is how readers notice.
    Collections.reverse(tables);
    tables.addAll(Table.OF_ENTRIES);
    for (Table table : tables) {
      for (FileStatus status :
          storage.list(
              layout.folder(table),
              file -> TableFile.of(file).isPresent() || ResultLayout.isTemporary(file))) {
        Path file = status.getPath();
        boolean needless =
            TableFile.of(file)
                .filter(segment -> !listing.of(table).contains(file))
                .filter(segment -> isOver(segment.segment(), listing, last))
                .isPresent();
        if (needless || ResultLayout.isTemporary(file)) {
          storage.delete(file);
        }
      }
    }
  }

  /**
   * Who merges may still publish in trials what would make it count, until a wider one is there.
   */
  private static boolean isOver(Segment segment, Listing listing, int last) {
    return segment.isMerged()
        ? listing.segments().stream().anyMatch(counting -> counting.supersedes(segment))
        : segment.last() <= last;
  }
}
