package io.gridproof.data;

import static org.apache.spark.sql.functions.col;

import io.gridproof.nn.ImageSet;
import io.gridproof.study.InputException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Labelled images as a table whose rows stand in no particular order, whatever they are read from.
 *
 * @param rows the columns {@link #COLUMNS}: file, block and row order the images; error says what
 *     makes a row unusable; a row with neither pixels nor error is blank
 * @param height pixels
 * @param width pixels
 * @param files that hold them
 * @param pixels of all images, if the files say that before they are read
 * @param locator empty if no row can be in error: the files have been checked
 * @param headings rows at the start of each file that are no images
 */
record ImageRows(
    Dataset<Row> rows,
    int height,
    int width,
    List<Path> files,
    OptionalLong pixels,
    int headings,
    Optional<Locator> locator) {
  static final String FILE = "file";
  static final String BLOCK = "block";
  static final String ROW = "row";
  static final String ERROR = "error";

  /** Files are read in pieces, so that a row's number in its piece does not say where it stands. */
  static final Column[] COLUMNS = {
    col(FILE), col(BLOCK), col(ROW), col(IdxTable.LABEL), col(IdxTable.PIXELS), col(ERROR)
  };

  private static final String SIZE_RULE = "images * height * width <= ";

  private static final String MOST_RESULTS = "spark.driver.maxResultSize";

  /** What Spark keeps for itself of a JVM's memory. */
  private static final long SPARKS_OWN_MEMORY = 300L << 20;

  /** Says where a row stands. */
  interface Locator {
    /**
     * @param index the row in its file, from 0
     */
    String locate(String file, int index);
  }

  /**
   * Brings the images to the driver, in order.
   *
   * @param place names the data in messages
   */
  ImageSet pack(String place) {
    pixels.ifPresent(known -> requireMemory(known, Runtime.getRuntime().maxMemory(), place));
    // Sorted here: to sort, Spark would first read everything once to find where to cut.
    List<PackedRows> packs = new ArrayList<>(collect(place));
    packs.sort(PackedRows.ORDER);
    refuseMistakes(packs);
    long images = packs.stream().mapToLong(pack -> pack.labels().length).sum();
    if (images == 0) {
      throw Refusal.of("1 <= images", 0, place);
    }
    long size = images * height * width;
    if (size > IdxHeader.LONGEST_ARRAY) {
      throw Refusal.of(SIZE_RULE + IdxHeader.LONGEST_ARRAY, size, place);
    }
    requireMemory(size, Runtime.getRuntime().maxMemory(), place);
    ByteBuffer packedPixels = ByteBuffer.allocate((int) size);
    ByteBuffer packedLabels = ByteBuffer.allocate((int) images);
    for (PackedRows pack : packs) {
      packedPixels.put(pack.pixels());
      packedLabels.put(pack.labels());
    }
    return new ImageSet(height, width, packedPixels.array(), packedLabels.array());
  }

  /**
   * Refuses images that this JVM has no memory to pack: for a while it holds them twice, in the two
   * thirds of its memory that collectors give to what lives long.
   *
   * @param pixels how many
   * @param memory of the JVM, in bytes
   * @param place names the data in messages
   */
  static void requireMemory(long pixels, long memory, String place) {
    long room = (memory - SPARKS_OWN_MEMORY) / 3;
    if (pixels > room) {
      throw Refusal.of(SIZE_RULE + "(spark.driver.memory - 300 MiB) / 3 = " + room, pixels, place);
    }
  }

  /**
   * Refuses what {@link #pack} would, without bringing the images to the driver.
   *
   * @param place names the data in messages
   */
  void check(String place) {
    if (locator.isEmpty()) {
      return;
    }
    long errors = rows.where(col(ERROR).isNotNull()).count();
    boolean headingsOnly = errors == (long) files.size() * headings;
    if (!headingsOnly || rows.where(col(ERROR).isNull()).isEmpty()) {
      pack(place);
    }
  }

  private List<PackedRows> collect(String place) {
    try {
      return rows.select(COLUMNS)
          .toJavaRDD()
          .mapPartitions(new PackedRows.Packer(headings + 1))
          .collect();
    } catch (Exception e) {
      throw unwrapped(e, place);
    }
  }

  /** A file that cannot be read is the user's affair, at whatever depth Spark says so. */
  private RuntimeException unwrapped(Exception failure, String place) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InputException mistake) {
        return mistake;
      }
      if (cause instanceof SparkThrowable spark
          && spark.getCondition() != null
          && spark.getCondition().startsWith("FAILED_READ_FILE")) {
        return new InputException(cause.getMessage(), failure);
      }
      if (cause instanceof SparkException && cause.getMessage().contains(MOST_RESULTS)) {
        String most = rows.sparkSession().sparkContext().getConf().get(MOST_RESULTS, "1g");
        return Refusal.of(SIZE_RULE + MOST_RESULTS + " = " + most, "more", place);
      }
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("Spark cannot read the images", failure);
  }

  /** What stands where headings stand is none. */
  private void refuseMistakes(List<PackedRows> sorted) {
    String file = null;
    int index = 0;
    for (PackedRows pack : sorted) {
      index = pack.file().equals(file) ? index : 0;
      file = pack.file();
      for (PackedRows.Mistake mistake : pack.mistakes()) {
        int place = index + mistake.index();
        if (place >= headings) {
          throw new InputException(
              mistake.text() + " (" + locator.orElseThrow().locate(file, place) + ")");
        }
      }
      index += pack.rows();
    }
  }
}
