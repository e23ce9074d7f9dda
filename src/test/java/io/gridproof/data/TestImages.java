package io.gridproof.data;

import io.gridproof.nn.ImageSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Small sets of images and the files that hold them. */
final class TestImages {
  static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  private TestImages() {}

  /** Makes folders whose names need care in a URI. */
  static final class SpacedFolder implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
        throws IOException {
      return Files.createTempDirectory("with space %20 ");
    }
  }

  /** Images in which every byte can occur. */
  static ImageSet random(int seed, int count, int height, int width) {
    Random random = new Random(seed);
    byte[] pixels = new byte[count * height * width];
    random.nextBytes(pixels);
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) random.nextInt(ImageSet.CLASSES);
    }
    return new ImageSet(height, width, pixels, labels);
  }

  /** The four files of an IDX folder. */
  static void writeIdx(Path folder, ImageSet train, ImageSet test) {
    write(folder.resolve(TRAIN_IMAGES), images(train));
    write(folder.resolve(TRAIN_LABELS), labels(train));
    write(folder.resolve(TEST_IMAGES), images(test));
    write(folder.resolve(TEST_LABELS), labels(test));
  }

  static byte[] images(ImageSet set) {
    return idx(0x0803, set.pixels(), set.count(), set.height(), set.width());
  }

  static byte[] labels(ImageSet set) {
    return idx(0x0801, set.labels(), set.count());
  }

  static byte[] idx(int magic, byte[] elements, int... sizes) {
    ByteBuffer file =
        ByteBuffer.allocate(Integer.BYTES * (1 + sizes.length) + elements.length).putInt(magic);
    for (int size : sizes) {
      file.putInt(size);
    }
    return file.put(elements).array();
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Puts a gzip in the place of a file. */
  static void gzipInPlace(Path file) {
    write(file.resolveSibling(file.getFileName() + ".gz"), gzip(read(file)));
    delete(file);
  }

  static String kaggleHeader() {
    return "label,"
        + IntStream.range(0, 784).mapToObj(i -> "pixel" + i).collect(Collectors.joining(","));
  }

  static String kaggleLine(ImageSet set, int image) {
    return set.labels()[image]
        + IntStream.range(0, set.pixelsPerImage())
            .map(i -> set.pixels()[image * set.pixelsPerImage() + i] & 0xff)
            .mapToObj(pixel -> "," + pixel)
            .collect(Collectors.joining());
  }

  static String kaggle(ImageSet set) {
    return IntStream.range(0, set.count())
        .mapToObj(i -> kaggleLine(set, i) + "\n")
        .collect(Collectors.joining("", kaggleHeader() + "\n", ""));
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, String content) {
    write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
