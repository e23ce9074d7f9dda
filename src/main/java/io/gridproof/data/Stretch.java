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
 * Rows of a file that follow each other, packed where they were read. So the driver holds the bytes
 * of the images, and not millions of rows.
 *
 * @param file the rows are in; with block and row it says where they stand
 * @param row of the first
 * @param rows how many, those that are no images among them
 * @param labels of the images
 * @param pixels of the images
 * @param mistakes of the first rows that are in error
 */
record Stretch(
    String file,
    long block,
    long row,
    int rows,
    byte[] labels,
    byte[] pixels,
    List<Mistake> mistakes)
    implements Serializable {

  static final Comparator<Stretch> ORDER =
      Comparator.comparing(Stretch::file)
          .thenComparingLong(Stretch::block)
          .thenComparingLong(Stretch::row);

  /**
   * Why a row is no image.
   *
   * @param index in the stretch, from 0
   */
  record Mistake(int index, String text) implements Serializable {}

  /**
   * Packs the rows of a partition, which are of the columns {@link ImageRows#COLUMNS}.
   *
   * @param mistakes how many to keep of a stretch
   */
  record Packer(int mistakes) implements FlatMapFunction<Iterator<Row>, Stretch> {
    /** A stretch ends there, so that a task never has to hold all of a file in one array. */
    private static final int ENOUGH_BYTES = 1 << 22;

    @Override
    public Iterator<Stretch> call(Iterator<Row> rows) {
      return new Iterator<>() {
        private Row next = rows.hasNext() ? rows.next() : null;

        @Override
        public boolean hasNext() {
          return next != null;
        }

        @Override
        public Stretch next() {
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
          return new Stretch(
              file, block, row, count, labels.toByteArray(), pixels.toByteArray(), found);
        }
      };
    }
  }
}
