package io.gridproof.data;

import io.gridproof.kernel.Philox;
import io.gridproof.nn.ImageSet;
import io.gridproof.nn.Sha256;
import io.gridproof.nn.Splits;
import io.gridproof.study.DatasetSpec;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Which images are trained on, which validate and which test: the rules of {@link DatasetSpec}. */
final class Cut {
  /** The stream of the split's seed that orders the images. */
  private static final int STREAM = 0;

  private Cut() {}

  /**
   * @param pool the images that train, validation and, if there is no test set, test are cut from
   * @param testSet the data set's own
   */
  static Splits cut(DatasetSpec spec, ImageSet pool, Optional<ImageSet> testSet) {
    check(spec, pool.count(), testSet.map(ImageSet::count));
    int[] order = order(spec, pool.count());
    int validation = spec.validation();
    int test =
        testSet.isPresent()
            ? 0
            : spec.test().orElse(pool.count() - validation - spec.train().orElse(0));
    int train = spec.train().orElse(pool.count() - validation - test);

    ImageSet trainImages = take(pool, order, 0, train);
    ImageSet validationImages = take(pool, order, train, validation);
    ImageSet testImages =
        testSet.isEmpty()
            ? take(pool, order, train + validation, test)
            : take(
                testSet.get(),
                indices(testSet.get().count()),
                0,
                spec.test().orElse(testSet.get().count()));
    return new Splits(
        trainImages,
        validationImages,
        testImages,
        sha256(trainImages, validationImages, testImages));
  }

  private static void check(DatasetSpec spec, int pool, Optional<Integer> testSet) {
    boolean testFromPool = testSet.isEmpty();
    if (testFromPool && spec.train().isEmpty() && spec.test().isEmpty()) {
      throw Refusal.of("dataset.train or dataset.test is given", "neither", place(spec));
    }
    List<String> terms = new ArrayList<>();
    long asked = term("train", spec.train(), terms) + spec.validation();
    terms.add("validation");
    if (testFromPool) {
      asked += term("test", spec.test(), terms);
    }
    if (asked > pool) {
      throw Refusal.of(String.join(" + ", terms) + " <= " + pool, asked, place(spec));
    }
    if (!testFromPool && spec.test().orElse(1) > testSet.get()) {
      throw Refusal.of("test <= " + testSet.get(), spec.test().getAsInt(), place(spec));
    }
  }

  /** What is not given takes all that remains, which must be an image at least. */
  private static long term(String name, OptionalInt rows, List<String> terms) {
    terms.add(rows.isPresent() ? name : "1");
    return rows.orElse(1);
  }

  private static String place(DatasetSpec spec) {
    List<String> words = new ArrayList<>();
    spec.train().ifPresent(rows -> words.add("dataset.train = " + rows));
    if (spec.validation() > 0) {
      words.add("dataset.validation = " + spec.validation());
    }
    spec.test().ifPresent(rows -> words.add("dataset.test = " + rows));
    spec.splitSeed().ifPresent(seed -> words.add("dataset.split_seed = " + seed));
    words.add("dataset.source = " + spec.source());
    return String.join(", ", words);
  }

  private static int[] order(DatasetSpec spec, int images) {
    return spec.splitSeed().isPresent()
        ? Philox.shuffledIndices(spec.splitSeed().getAsLong(), STREAM, images)
        : indices(images);
  }

  private static int[] indices(int images) {
    return IntStream.range(0, images).toArray();
  }

  private static ImageSet take(ImageSet from, int[] order, int first, int count) {
    if (count == from.count() && Arrays.equals(order, indices(count))) {
      return from; // the largest of sets must not be held twice
    }
    int size = from.pixelsPerImage();
    byte[] pixels = new byte[count * size];
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      System.arraycopy(from.pixels(), order[first + i] * size, pixels, i * size, size);
      labels[i] = from.labels()[order[first + i]];
    }
    return new ImageSet(from.height(), from.width(), pixels, labels);
  }

  private static String sha256(ImageSet... sets) {
    MessageDigest digest = Sha256.create();
    for (ImageSet set : sets) {
      ByteBuffer sizes = ByteBuffer.allocate(3 * Integer.BYTES);
      digest.update(sizes.putInt(set.height()).putInt(set.width()).putInt(set.count()).array());
      digest.update(set.pixels());
      digest.update(set.labels());
    }
    return Sha256.hex(digest);
  }
}
