package io.gridproof.data;

import io.gridproof.nn.ImageSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Images out of any file, to be labelled by a network.
 *
 * @param isLabelled whether the labels of the images are those of the file
 * @param changes what was done to make them like those that networks are trained on, or taken for
 *     granted
 */
public record UnseenImages(ImageSet images, boolean isLabelled, Optional<String> changes) {
  private static final Pattern CSV = Pattern.compile("\\.[ct]sv(\\.gz|\\.bz2)?$");

  /**
   * Reads PNG (.png), CSV with or without labels (.csv or .tsv, and .gz or .bz2 after it) or IDX
   * (any other name).
   *
   * @param pixels that an image must have
   * @throws io.gridproof.study.InputException if there are no such images
   */
  public static UnseenImages read(SparkSession spark, String path, int pixels) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    try {
      UnseenImages read;
      if (CSV.matcher(path).find()) {
        read = csv(spark, path);
      } else {
        Path file = existing(path, conf);
        read = path.endsWith(".png") ? png(file, pixels, conf) : idx(file, conf);
      }
      if (read.images.pixelsPerImage() != pixels) {
        String size = read.images.height() + " x " + read.images.width();
        throw Refusal.of("pixels of an image = " + pixels, size, path);
      }
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The label of an image; null if the file has none. */
  public Integer label(int image) {
    return isLabelled ? Integer.valueOf(images.labels()[image]) : null;
  }

  private static Path existing(String path, Configuration conf) throws IOException {
    Path file = HadoopFiles.qualified(path, conf);
    FileSystem files = file.getFileSystem(conf);
    if (!files.exists(file)) {
      throw Refusal.of("path exists", "nothing", HadoopFiles.name(file));
    }
    if (!files.getFileStatus(file).isFile()) {
      throw Refusal.of("input is a file", "a folder", HadoopFiles.name(file));
    }
    return file;
  }

  private static UnseenImages csv(SparkSession spark, String path) {
    CsvImages csv = CsvImages.read(spark, path);
    CsvLayout layout = csv.layout();
    return new UnseenImages(csv.rows().pack(path), layout.isLabelled(), layout.assumption());
  }

  private static UnseenImages idx(Path path, Configuration conf) throws IOException {
    IdxFile file = IdxFile.check(path, IdxHeader.IMAGES, conf);
    IdxHeader header = file.header();
    ImageRows.requireMemory(
        (long) header.items() * header.itemBytes(),
        Runtime.getRuntime().maxMemory(),
        HadoopFiles.name(path));
    try (InputStream in = file.openAt(0, conf)) {
      byte[] pixels = in.readNBytes(header.items() * header.itemBytes());
      return unlabelled(header.height(), header.width(), pixels, Optional.empty());
    }
  }

  private static UnseenImages png(Path file, int pixels, Configuration conf) throws IOException {
    int side = (int) Math.sqrt(pixels);
    if (side * side != pixels) {
      throw Refusal.of("pixels of an image = a square", pixels, "the network");
    }
    try (InputStream in = HadoopFiles.open(file, conf)) {
      PngImage image = PngImage.read(in, side, HadoopFiles.name(file));
      Optional<String> changes = Optional.of(image.changes()).filter(text -> !text.isEmpty());
      return unlabelled(side, side, image.pixels(), changes);
    }
  }

  private static UnseenImages unlabelled(
      int height, int width, byte[] pixels, Optional<String> changes) {
    byte[] labels = new byte[pixels.length / (height * width)];
    return new UnseenImages(new ImageSet(height, width, pixels, labels), false, changes);
  }
}
