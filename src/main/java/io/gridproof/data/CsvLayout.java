package io.gridproof.data;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.Serializable;
import java.util.Optional;

/**
 * What stands where in a CSV file of images.
 *
 * @param separator stands between two values
 * @param headings lines that are no images: 1 with a header, else 0
 * @param label the column of the label, from 0; {@link #NONE} if there is no label
 * @param isLabelNamed whether the header says which column is the label
 * @param height pixels
 * @param width pixels
 */
record CsvLayout(
    char separator, int headings, int label, boolean isLabelNamed, int height, int width)
    implements Serializable {
  static final int NONE = -1;

  /** Far more than the numbers of an image take. */
  static final int LONGEST_LINE = 1 << 20;

  boolean isLabelled() {
    return label != NONE;
  }

  int pixels() {
    return height * width;
  }

  int columns() {
    return isLabelled() ? 1 + pixels() : pixels();
  }

  /** The column of a pixel, all from 0. */
  int column(int pixel) {
    return isLabelled() && pixel >= label ? 1 + pixel : pixel;
  }

  CsvParser parser() {
    return parser(separator);
  }

  static CsvParser parser(char separator) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setMaxColumns(LONGEST_LINE + 1); // a line of nothing but separators
    settings.setMaxCharsPerColumn(-1);
    settings.setEmptyValue("");
    settings.setNullValue("");
    settings.getFormat().setDelimiter(separator);
    settings.getFormat().setComment('\0'); // a line of # is a mistake, not a remark
    return new CsvParser(settings);
  }

  /** What was taken for granted, where the file does not say which column is the label. */
  Optional<String> assumption() {
    if (!isLabelled() || isLabelNamed) {
      return Optional.empty();
    }
    String taken = label == 0 ? "the first column" : "column " + (label + 1);
    return Optional.of(
        headings == 0
            ? "no header; took " + taken + " for the label"
            : "no column is named label, class or target; took " + taken + " for the label");
  }

  /** One line. */
  @Override
  public String toString() {
    String separated =
        switch (separator) {
          case '\t' -> "tabs";
          case ';' -> "semicolons";
          default -> "commas";
        };
    String labelled =
        !isLabelled()
            ? "no label"
            : isLabelNamed
                ? "label in column " + (label + 1)
                : "column " + (label + 1) + " taken for the label";
    return "separated by %s, %s header, %s, %d x %d pixels"
        .formatted(separated, headings == 0 ? "no" : "a", labelled, height, width);
  }
}
