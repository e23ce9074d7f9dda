package io.gridproof.study;

import java.io.Serializable;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The images that a study trains and tests on.
 *
 * <p>The images are cut in this order: training, validation, and, unless the data set has a test
 * set of its own, test. Without {@code train}, the validation images are the last of the training
 * images. CSV and Parquet have no test set of their own, and a split seed makes no use of one:
 * {@code train} or {@code test} must be given then.
 *
 * @param source where they come from
 * @param train rows to train on; empty: all that are neither validation nor test images
 * @param validation rows of the training images to hold out
 * @param test rows to test on; empty: all of the test set, or all that the others leave
 * @param splitSeed empty: the data set's own order and, if it has one, its own test set; otherwise
 *     its training images are shuffled by this seed and all sets are cut from them
 */
public record DatasetSpec(
    Source source, OptionalInt train, int validation, OptionalInt test, OptionalLong splitSeed) {

  /** Where images come from, in a study and on the command line. */
  public record Source(Kind kind, String path) implements Serializable {

    /** The forms of {@code dataset.source}. */
    public enum Kind {
      MNIST,
      FASHION_MNIST,
      /** idx:DIR, with the four files of MNIST, plain or gzipped. */
      IDX,
      /** csv:PATH, a label and pixels on each line. */
      CSV,
      /** parquet:PATH. */
      PARQUET
    }

    public static final String FORMS = "mnist, fashion-mnist, idx:DIR, csv:PATH or parquet:PATH";

    /**
     * @throws IllegalArgumentException if the text has none of the allowed {@link #FORMS}
     */
    public static Source parse(String text) {
      int colon = text.indexOf(':');
      String scheme = colon < 0 ? text : text.substring(0, colon);
      String path = colon < 0 ? "" : text.substring(colon + 1);
      Kind kind =
          switch (scheme) {
            case "mnist" -> Kind.MNIST;
            case "fashion-mnist" -> Kind.FASHION_MNIST;
            case "idx" -> Kind.IDX;
            case "csv" -> Kind.CSV;
            case "parquet" -> Kind.PARQUET;
            default -> throw unknown(text);
          };
      boolean named = kind == Kind.MNIST || kind == Kind.FASHION_MNIST;
      if (named ? colon >= 0 : path.isEmpty()) {
        throw unknown(text);
      }
      return new Source(kind, path);
    }

    private static IllegalArgumentException unknown(String text) {
      return new IllegalArgumentException(
          "`source is " + FORMS + "` must hold, but got " + Names.shown(text));
    }

    @Override
    public String toString() {
      return switch (kind) {
        case MNIST -> "mnist";
        case FASHION_MNIST -> "fashion-mnist";
        case IDX -> "idx:" + path;
        case CSV -> "csv:" + path;
        case PARQUET -> "parquet:" + path;
      };
    }
  }
}
