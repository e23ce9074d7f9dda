package io.gridproof.data;

import io.gridproof.nn.ImageSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Images and their labels, checked against each other. */
record IdxSet(IdxFile images, IdxFile labels) implements Serializable {

  /** The two sets of a folder of four files, by the names that MNIST gave them. */
  enum Name {
    TRAIN("train"),
    TEST("t10k");

    private final String prefix;

    Name(String prefix) {
      this.prefix = prefix;
    }

    String images() {
      return prefix + "-images-idx3-ubyte";
    }

    /** Whatever their type is: the header says it. */
    String labels() {
      return prefix + "-labels-idx1-ubyte";
    }

    String option() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Name of(String option) {
      for (Name name : values()) {
        if (name.option().equalsIgnoreCase(option)) {
          return name;
        }
      }
      throw Refusal.of("split is train or test", option, "option split");
    }
  }

  /** Reads headers and labels, and what is gzipped to its end; refuses what no task could read. */
  static IdxSet find(Path directory, Name name, Configuration conf) {
    IdxFile images = IdxFile.find(directory, name.images(), IdxHeader.IMAGES, conf);
    IdxFile labels = IdxFile.find(directory, name.labels(), IdxHeader.LABELS, conf);
    int count = images.header().items();
    if (labels.header().items() != count) {
      throw Refusal.of(
          "labels = images = " + count,
          labels.header().items(),
          HadoopFiles.name(labels.path()) + ", " + HadoopFiles.name(images.path()));
    }
    try (InputStream in = labels.openAt(0, conf)) {
      checkLabels(
          ByteBuffer.wrap(in.readNBytes(count * labels.header().itemBytes())),
          labels.header(),
          HadoopFiles.name(labels.path()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new IdxSet(images, labels);
  }

  private static void checkLabels(ByteBuffer labels, IdxHeader header, String file) {
    for (int i = 0; labels.hasRemaining(); i++) {
      int label = header.label(labels);
      if (label < 0 || label >= ImageSet.CLASSES) {
        throw Refusal.of("0 <= label < " + ImageSet.CLASSES, label, file + ", item " + i);
      }
    }
  }

  int rows() {
    return labels.header().items();
  }
}
