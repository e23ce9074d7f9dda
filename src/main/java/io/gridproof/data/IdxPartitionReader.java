package io.gridproof.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;

/** Streams a range of rows; a file that no column needs is not opened. */
final class IdxPartitionReader implements PartitionReader<InternalRow> {
  private final IdxSet set;
  private final String[] columns;
  private final IdxRows rows;
  private final Configuration conf;

  private InputStream images;
  private InputStream labels;
  private int next;
  private InternalRow row;

  IdxPartitionReader(IdxSet set, String[] columns, IdxRows rows, Configuration conf) {
    this.set = set;
    this.columns = columns;
    this.rows = rows;
    this.conf = conf;
    this.next = rows.from();
  }

  @Override
  public boolean next() throws IOException {
    if (next == rows.to()) {
      return false;
    }
    Object[] values = new Object[columns.length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (columns[i]) {
            case IdxTable.INDEX -> (long) next;
            case IdxTable.LABEL -> label();
            case IdxTable.PIXELS -> pixels();
            default -> throw new IllegalArgumentException("no column " + columns[i]);
          };
    }
    row = new GenericInternalRow(values);
    next++;
    return true;
  }

  private int label() throws IOException {
    if (labels == null) {
      labels = rows.labels(set, conf);
    }
    return set.labels().header().label(ByteBuffer.wrap(read(labels, set.labels())));
  }

  private byte[] pixels() throws IOException {
    if (images == null) {
      images = rows.images(set, conf);
    }
    return read(images, set.images());
  }

  private static byte[] read(InputStream in, IdxFile file) throws IOException {
    byte[] item = in.readNBytes(file.header().itemBytes());
    if (item.length < file.header().itemBytes()) {
      throw new EOFException(file.uri() + " has become shorter while it was read");
    }
    return item;
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public void close() throws IOException {
    try {
      if (labels != null) {
        labels.close();
      }
    } finally {
      if (images != null) {
        images.close();
      }
    }
  }
}
