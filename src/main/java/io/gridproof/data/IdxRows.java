package io.gridproof.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.read.InputPartition;

/** The rows {@code from <= index < to}, and where a task finds them. */
sealed interface IdxRows extends InputPartition {
  int from();

  int to();

  /** Begins with the image of the first row. */
  InputStream images(IdxSet set, Configuration conf) throws IOException;

  /** Begins with the label of the first row. */
  InputStream labels(IdxSet set, Configuration conf) throws IOException;

  /** In files that every host sees. */
  record Stored(int from, int to) implements IdxRows {
    private static final long serialVersionUID = 1L;

    @Override
    public InputStream images(IdxSet set, Configuration conf) throws IOException {
      return set.images().openAt(from, conf);
    }

    @Override
    public InputStream labels(IdxSet set, Configuration conf) throws IOException {
      return set.labels().openAt(from, conf);
    }
  }

  /** With the task: the driver has read them. */
  record Sent(int from, int to, byte[] images, byte[] labels) implements IdxRows {
    private static final long serialVersionUID = 1L;

    @Override
    public InputStream images(IdxSet set, Configuration conf) {
      return new ByteArrayInputStream(images);
    }

    @Override
    public InputStream labels(IdxSet set, Configuration conf) {
      return new ByteArrayInputStream(labels);
    }
  }
}
