package io.gridproof.data;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The columns of Kaggle's digit-recognizer: label, then pixel0 to pixel783, row by row. The pixels
 * may also be named 1x1 to 28x28.
 */
enum KaggleColumns {
  /** Of train.csv. */
  LABELLED(Stream.concat(Stream.of(IdxTable.LABEL), pixels()).toList()),
  /** Of test.csv, whose labels are what Kaggle asks for. */
  UNLABELLED(pixels().toList());

  static final int HEIGHT = 28;
  static final int WIDTH = 28;

  static final List<String> PIXELS = pixels().toList();

  private static final int MOST_COLUMNS = 100_000;

  private final List<String> names;

  KaggleColumns(List<String> names) {
    this.names = names;
  }

  private static Stream<String> pixels() {
    return IntStream.range(0, HEIGHT * WIDTH).mapToObj(i -> "pixel" + i);
  }

  /** The columns of a file that begins with this line, if it is a good one. */
  static KaggleColumns of(String header) {
    String[] found = parser().parseLine(header);
    return found != null && isNamed(found[0], PIXELS.get(0)) ? UNLABELLED : LABELLED;
  }

  int count() {
    return names.size();
  }

  static CsvParser parser() {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setMaxColumns(MOST_COLUMNS);
    settings.setMaxCharsPerColumn(-1);
    settings.setEmptyValue("");
    settings.setNullValue("");
    settings.getFormat().setComment('\0'); // a line of # is a mistake, not a remark
    return new CsvParser(settings);
  }

  /** What is wrong with the first line of a file, or null. */
  String headerMistake(String line) {
    String[] found = parser().parseLine(line);
    if (found == null) {
      return columnsMistake(0);
    }
    for (int i = 0; i < Math.min(found.length, count()); i++) {
      if (!isNamed(found[i], names.get(i))) {
        return RowCheck.mistake("column " + (i + 1) + " = " + names.get(i), found[i]);
      }
    }
    return found.length == count() ? null : columnsMistake(found.length);
  }

  /** Others name a pixel by its row and column from 1: {@code 1x1} is pixel0, 28x28 is pixel783. */
  private static boolean isNamed(String found, String name) {
    if (found.equals(name)) {
      return true;
    }
    int pixel = PIXELS.indexOf(name);
    return pixel >= 0 && found.equals((pixel / WIDTH + 1) + "x" + (pixel % WIDTH + 1));
  }

  String columnsMistake(int found) {
    return RowCheck.mistake("columns = " + count(), found);
  }
}
