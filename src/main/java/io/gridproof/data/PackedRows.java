package io.gridproof.data;

import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/**
 * Some consecutive rows of a file. The executor that reads them packs their images into two arrays,
 * so that the driver collects bytes instead of millions of rows.
 *
 * @param file the file of the rows
 * @param block the block of the file, in which {@code row} counts
 * @param row the first row
 * @param rows the number of rows, including those that are no images
 * @param labels a label for each image
 * @param pixels the images, one after the other
 * @param mistakes the first rows that are in error
 */
record PackedRows(
    String file,
    long block,
    long row,
    int rows,
    byte[] labels,
    byte[] pixels,
    List<Mistake> mistakes)
    implements Serializable {

  static final Comparator<PackedRows> ORDER =
      Comparator.comparing(PackedRows::file)
          .thenComparingLong(PackedRows::block)
          .thenComparingLong(PackedRows::row);

  /**
   * Why a row is no image.
   *
   * @param index among the rows, from 0
   */
  record Mistake(int index, String text) implements Serializable {}

  /**
   * Packs the rows of a partition, which have the columns {@link ImageRows#COLUMNS}.
   *
   * @param mistakes how many mistakes to keep of each pack
   */
  record Packer(int mistakes) implements FlatMapFunction<Iterator<Row>, PackedRows> {
    /** A pack ends here, so that no task has to hold a whole file in one array. */
    private static final int ENOUGH_BYTES = 1 << 22;

    @Override
    public Iterator<PackedRows> call(Iterator<Row> rows) {
      return new Iterator<>() {
        private Row next = rows.hasNext() ? rows.next() : null;

        @Override
        public boolean hasNext() {
          return next != null;
        }

        @Override
        public PackedRows next() {
          String file = next.getString(0);
          long block = next.getLong(1);
          long row = next.getLong(2);
          int count = 0;
          ByteArrayOutputStream labels = new ByteArrayOutputStream();
          ByteArrayOutputStream pixels = new ByteArrayOutputStream();
          List<Mistake> found = new ArrayList<>();
          do {
            byte[] image = next.getAs(4);
            if (!next.isNullAt(5)) {
              if (found.size() < mistakes) {
                found.add(new Mistake(count, next.getString(5)));
              }
            } else if (image != null) {
              labels.write(next.getInt(3));
              pixels.writeBytes(image);
            }
            count++;
            next = rows.hasNext() ? rows.next() : null;
          } while (next != null
              && pixels.size() < ENOUGH_BYTES
              && next.getLong(1) == block
              && next.getString(0).equals(file));
          return new PackedRows(
              file, block, row, count, labels.toByteArray(), pixels.toByteArray(), found);
        }
      };
    }
  }
}
