package io.gridproof.data;

import static org.apache.spark.sql.functions.col;

import io.gridproof.nn.ImageSet;
import io.gridproof.study.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
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
 * @param locator empty if no row can be in error: the files have been checked
 * @param headings rows at the start of each file that are no images
 */
record ImageRows(
    Dataset<Row> rows,
    int height,
    int width,
    List<Path> files,
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

  /** Says where a row stands. */
  interface Locator {
    /**
     * @param index the row in its file, from 0
     */
    String locate(String file, int index);
  }

  private record Image(String file, long block, long row, int label, byte[] pixels, String error) {
    static final Comparator<Image> ORDER =
        Comparator.comparing(Image::file)
            .thenComparingLong(Image::block)
            .thenComparingLong(Image::row);

    static Image of(Row row) {
      return new Image(
          row.getString(0),
          row.getLong(1),
          row.getLong(2),
          row.getInt(3),
          row.getAs(4),
          row.getString(5));
    }
  }

  /**
   * Brings the images to the driver, in order.
   *
   * @param place names the data in messages
   */
  ImageSet pack(String place) {
    // Sorted here: to sort, Spark would first read everything once to find where to cut.
    Image[] images = collect().stream().map(Image::of).toArray(Image[]::new);
    Arrays.sort(images, Image.ORDER);
    images = usable(images);
    if (images.length == 0) {
      throw Refusal.of("1 <= images", 0, place);
    }
    int size = height * width;
    if ((long) images.length * size > IdxHeader.LONGEST_ARRAY) {
      String rule = "images * height * width <= " + IdxHeader.LONGEST_ARRAY;
      throw Refusal.of(rule, (long) images.length * size, place);
    }
    byte[] pixels = new byte[images.length * size];
    byte[] labels = new byte[images.length];
    for (int i = 0; i < images.length; i++) {
      System.arraycopy(images[i].pixels, 0, pixels, i * size, size);
      labels[i] = (byte) images[i].label;
    }
    return new ImageSet(height, width, pixels, labels);
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

  private List<Row> collect() {
    try {
      return rows.select(COLUMNS).collectAsList();
    } catch (Exception e) {
      throw unwrapped(e);
    }
  }

  /** A file that cannot be read is the user's affair, at whatever depth Spark says so. */
  private static RuntimeException unwrapped(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InputException mistake) {
        return mistake;
      }
      if (cause instanceof SparkThrowable spark
          && spark.getCondition() != null
          && spark.getCondition().startsWith("FAILED_READ_FILE")) {
        return new InputException(cause.getMessage(), failure);
      }
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("Spark cannot read the images", failure);
  }

  /** The rows without headings and blanks, if none of the others is in error. */
  private Image[] usable(Image[] sorted) {
    List<Image> usable = new ArrayList<>(sorted.length);
    String file = null;
    int index = 0;
    for (Image image : sorted) {
      index = image.file.equals(file) ? index + 1 : 0;
      file = image.file;
      if (index < headings) {
        continue;
      }
      if (image.error != null) {
        throw new InputException(
            image.error + " (" + locator.orElseThrow().locate(file, index) + ")");
      }
      if (image.pixels != null) {
        usable.add(image);
      }
    }
    return usable.toArray(Image[]::new);
  }
}
