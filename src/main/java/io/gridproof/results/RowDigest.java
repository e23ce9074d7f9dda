package io.gridproof.results;

import io.gridproof.nn.ConfusionMatrix;
import io.gridproof.nn.Sha256;
import io.gridproof.results.RunTrial.Split;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * SHA-256 over values, as 64 hexadecimal digits. A text is its length in UTF-8 bytes as an int,
 * then these bytes; an int has 4 bytes and a long 8, big-endian; a double is the long of its bits
 * ({@link Double#doubleToLongBits}, so all NaN are one).
 */
final class RowDigest {
  private final MessageDigest digest = Sha256.create();

  private RowDigest() {}

  /**
   * Of each column that is not null, in the order of their names: its name and its value. Columns
   * that are null are left out, so that a column which is added later, and null in the rows that
   * are there, changes no digest.
   *
   * @param row has these columns, and may have more
   */
  static String of(Columns<?> columns, Row row) {
    RowDigest all = new RowDigest();
    columns.list().stream()
        .sorted(Comparator.comparing(Column::name))
        .forEach(column -> all.add(column, row.getAs(column.name())));
    return all.hex();
  }

  /** Of each split: its name, the number of classes, and the counts row by row, as ints. */
  static String of(List<Split> splits) {
    RowDigest all = new RowDigest();
    for (Split split : splits) {
      ConfusionMatrix confusion = split.confusion();
      all.add(split.name());
      all.add(confusion.classes());
      for (int[] row : confusion.counts()) {
        for (int count : row) {
          all.add(count);
        }
      }
    }
    return all.hex();
  }

  private void add(Column<?> column, Object value) {
    if (value == null) {
      return;
    }
    add(column.name());
    switch (column.type()) {
      case TEXT -> add((String) value);
      case INTEGER -> add((int) value);
      case LONG -> add((long) value);
      case DOUBLE -> add(Double.doubleToLongBits((double) value));
      case TIME, BYTES ->
          throw new IllegalArgumentException("no digest covers the column " + column.name());
    }
  }

  private void add(int value) {
    digest.update(ByteBuffer.allocate(4).putInt(value).flip());
  }

  private void add(long value) {
    digest.update(ByteBuffer.allocate(8).putLong(value).flip());
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    digest.update(bytes);
  }

  private String hex() {
    return Sha256.hex(digest);
  }
}
