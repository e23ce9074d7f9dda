package io.gridproof.data;

import io.gridproof.study.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Tells the layout of a CSV file by its first line.
 *
 * <ul>
 *   <li>Values are separated by tabs if the line has one, else by semicolons if it has one, else by
 *       commas.
 *   <li>The line is a header unless every value is a number or missing.
 *   <li>The label is the column that the header names label, class or target; else the only column
 *       whose name has no number. Without a header it is the first column.
 *   <li>All other columns are pixels, row by row. The header numbers them from 0 or 1, such as
 *       pixel0 to pixel783, or names row and column, such as 1x1 to 28x28. Row and column may make
 *       any rectangle; otherwise the image is a square.
 *   <li>There is no label if all columns are pixels.
 * </ul>
 *
 * @param values of the line
 * @param place names the line in messages
 */
record CsvFirstLine(char separator, List<String> values, String place) {
  private static final Set<String> LABEL_NAMES = Set.of("label", "class", "target");
  private static final String LABEL_RULE =
      "one column is named label, class or target, or is the only one with no number in its name";

  private static final String SEPARATOR_RULE = "values are separated by commas, semicolons or tabs";

  /** What is in no text: a first line that has it is of an archive, or in UTF-16. */
  private static final Pattern NO_TEXT = Pattern.compile("[\\p{Cntrl}\ufffd&&[^\t]]");

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  /** What the first pixel is called, by either way. */
  private static final Pattern ROW_AND_COLUMN = Pattern.compile("([01])x\\1");

  private static final Pattern COUNTED = Pattern.compile("(|.*\\D)([01])");

  /** Those that make all names equally long. */
  private static final Pattern LEADING_ZEROS = Pattern.compile("(?<!\\d)0+(?=\\d)");

  static CsvFirstLine of(String line, String place) {
    if (NO_TEXT.matcher(line).find()) {
      throw new InputException(
          RowCheck.mistake("first line is text in UTF-8", line) + " (" + place + ")");
    }
    char separator = line.indexOf('\t') >= 0 ? '\t' : line.indexOf(';') >= 0 ? ';' : ',';
    String[] values = CsvLayout.parser(separator).parseLine(line); // without a byte order mark
    return new CsvFirstLine(separator, values == null ? List.of() : Arrays.asList(values), place);
  }

  /**
   * @throws InputException if the columns are not those of images
   */
  CsvLayout layout() {
    if (values.size() < 2) {
      throw refusal(SEPARATOR_RULE, String.join("", values));
    }
    boolean isHeader = values.stream().anyMatch(CsvFirstLine::isName);
    return isHeader ? named() : unnamed();
  }

  private static boolean isName(String value) {
    return !value.isEmpty() && !NUMBER.matcher(value).matches();
  }

  private CsvLayout unnamed() {
    int columns = values.size();
    if (IntStream.range(0, columns).allMatch(i -> values.get(i).equals(String.valueOf(i)))) {
      // Programs number columns that have no names. That is no image, and names no label.
      throw refusal("the header names the label", "the numbers 0 to " + (columns - 1));
    }
    if (isSquare(columns)) {
      return square(0, CsvLayout.NONE, columns);
    }
    if (!isSquare(columns - 1)) {
      throw refusal("columns = a label and height * height pixels", columns);
    }
    return square(0, 0, columns - 1);
  }

  private CsvLayout named() {
    if (values.contains("")) {
      throw refusal(heading(values.indexOf("")) + " is not empty", "nothing");
    }
    int label = label();
    List<Integer> pixels =
        IntStream.range(0, values.size()).filter(column -> column != label).boxed().toList();
    int first = pixels.get(0);
    Matcher rowAndColumn = ROW_AND_COLUMN.matcher(name(first));
    if (rowAndColumn.matches()) {
      return rectangle(label, pixels, Integer.parseInt(rowAndColumn.group(1)));
    }
    Matcher counted = COUNTED.matcher(name(first));
    if (!counted.matches()) {
      throw refusal(heading(first) + ", the first pixel, ends in 0 or 1", values.get(first));
    }
    String prefix = counted.group(1);
    int base = Integer.parseInt(counted.group(2));
    checkNames(pixels, i -> prefix + (base + i));
    if (!isSquare(pixels.size())) {
      throw refusal("pixels = height * height", pixels.size());
    }
    return square(1, label, pixels.size());
  }

  private CsvLayout rectangle(int label, List<Integer> pixels, int base) {
    int width = columns(name -> name.startsWith(base + "x")).size();
    checkNames(pixels, i -> (base + i / width) + "x" + (base + i % width));
    if (pixels.size() % width != 0) {
      throw refusal("pixels = height * " + width, pixels.size());
    }
    return layout(1, label, pixels.size() / width, width);
  }

  /** The column that the header makes the label. */
  private int label() {
    List<Integer> labels = columns(CsvFirstLine::isLabel);
    if (labels.isEmpty()) {
      labels = columns(name -> name.chars().noneMatch(Character::isDigit));
    }
    if (labels.size() > 1) {
      String found = values.get(labels.get(0)) + " and " + values.get(labels.get(1));
      throw refusal(LABEL_RULE, found);
    }
    return labels.isEmpty() ? CsvLayout.NONE : labels.get(0);
  }

  private static boolean isLabel(String name) {
    return LABEL_NAMES.contains(name.toLowerCase(Locale.ROOT));
  }

  private String name(int column) {
    return LEADING_ZEROS.matcher(values.get(column)).replaceAll("");
  }

  private static String heading(int column) {
    return "name of column " + (column + 1) + " of the header";
  }

  private List<Integer> columns(Predicate<String> isMeant) {
    return IntStream.range(0, values.size())
        .filter(column -> isMeant.test(name(column)))
        .boxed()
        .toList();
  }

  private void checkNames(List<Integer> pixels, IntFunction<String> expected) {
    for (int i = 0; i < pixels.size(); i++) {
      int column = pixels.get(i);
      if (!name(column).equals(expected.apply(i))) {
        throw refusal(heading(column) + " = " + expected.apply(i), values.get(column));
      }
    }
  }

  private CsvLayout square(int headings, int label, int pixels) {
    int side = (int) Math.sqrt(pixels);
    return layout(headings, label, side, side);
  }

  private CsvLayout layout(int headings, int label, int height, int width) {
    boolean isLabelNamed = headings == 1 && label >= 0 && isLabel(values.get(label));
    return new CsvLayout(separator, headings, label, isLabelNamed, height, width);
  }

  private static boolean isSquare(int number) {
    int side = (int) Math.sqrt(number);
    return number > 0 && side * side == number;
  }

  private InputException refusal(String rule, Object found) {
    return new InputException(RowCheck.mistake(rule, found) + " (" + place + ")");
  }
}
