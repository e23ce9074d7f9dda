package io.gridproof.data;

import java.util.List;
import java.util.Optional;

/**
 * What a data set looks like before anybody trains on it.
 *
 * @param height of an image, in pixels
 * @param width of an image, in pixels
 * @param layout of CSV: what was understood to stand where, on one line
 * @param files that hold it
 * @param splits the training images and, where the data set has them, the test images
 * @param samples an image of each label, in the order of the labels
 */
public record Analysis(
    int height,
    int width,
    Optional<String> layout,
    List<StoredFile> files,
    List<Split> splits,
    List<Sample> samples) {

  /**
   * @param sha256 of the content, after decompression
   */
  public record StoredFile(String path, String sha256) {}

  /**
   * One set of images.
   *
   * @param labels how often each occurs, those that do
   * @param pixels of all images
   * @param outliers the farthest first
   */
  public record Split(
      String name,
      long images,
      List<LabelCount> labels,
      Pixels pixels,
      Ink ink,
      List<Outlier> outliers) {}

  public record LabelCount(int label, long images) {}

  /**
   * Pixel values, 0 to 255.
   *
   * @param deviation standard deviation
   * @param constant positions at which all images have the same value
   */
  public record Pixels(int least, int most, double mean, double deviation, long constant) {}

  /**
   * The mean pixel of an image.
   *
   * @param mean over the images
   * @param deviation standard deviation over the images
   * @param outliers images more than {@link Analyst#FAR} deviations from the mean
   */
  public record Ink(double mean, double deviation, long outliers) {}

  /**
   * @param index of the image in its set, from 0
   * @param deviations from the mean ink, signed
   */
  public record Outlier(long index, int label, double ink, double deviations) {}

  /**
   * @param pixels (height * width), each an unsigned byte
   */
  public record Sample(int label, byte[] pixels) {}
}
