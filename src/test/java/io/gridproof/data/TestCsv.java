package io.gridproof.data;

import io.gridproof.nn.ImageSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/**
 * Writes images as CSV in one of its layouts.
 *
 * @param label where the column of the label stands, from 0
 * @param names of the label and of each pixel
 */
record TestCsv(String separator, boolean hasHeader, int label, Names names) {
  static final TestCsv KAGGLE = new TestCsv(",", true, 0, new Names("label", i -> "pixel" + i));

  record Names(String label, IntFunction<String> pixel) {}

  TestCsv withSeparator(String other) {
    return new TestCsv(other, hasHeader, label, names);
  }

  TestCsv withoutHeader() {
    return new TestCsv(separator, false, label, names);
  }

  TestCsv withLabelAt(int column) {
    return new TestCsv(separator, hasHeader, column, names);
  }

  TestCsv withNames(String labelName, IntFunction<String> pixelName) {
    return new TestCsv(separator, hasHeader, label, new Names(labelName, pixelName));
  }

  String text(ImageSet set) {
    int size = set.pixelsPerImage();
    StringBuilder text = new StringBuilder();
    if (hasHeader) {
      text.append(line(size, names.label, names.pixel));
    }
    for (int image = 0; image < set.count(); image++) {
      int first = image * size;
      String labelled = String.valueOf(set.labels()[image]);
      text.append(line(size, labelled, i -> String.valueOf(set.pixels()[first + i] & 0xff)));
    }
    return text.toString();
  }

  private String line(int size, String labelled, IntFunction<String> pixel) {
    List<String> values = new ArrayList<>(IntStream.range(0, size).mapToObj(pixel).toList());
    values.add(label, labelled);
    return String.join(separator, values) + "\n";
  }

  /**
   * @param ending of the file's name; empty: as it is
   */
  static byte[] compressed(String text, String ending) {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    return switch (ending) {
      case ".gz" -> TestImages.gzip(plain);
      case ".bz2" -> bzip2(plain);
      default -> plain;
    };
  }

  /** In blocks of 100,000 bytes, the smallest. */
  private static byte[] bzip2(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream bzip2 = new BZip2CompressorOutputStream(bytes, 1)) {
      bzip2.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public String toString() {
    String header = hasHeader ? names.label + ", " + names.pixel.apply(1) : "no header";
    return header + ", label at " + label + ", separated by " + (int) separator.charAt(0);
  }
}
