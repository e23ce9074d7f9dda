package io.gridproof.data;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The columns of Kaggle's digit-recognizer: label, then pixel0 to pixel783, row by row. */
final class KaggleColumns {
  static final int HEIGHT = 28;
  static final int WIDTH = 28;

  static final List<String> PIXELS =
      IntStream.range(0, HEIGHT * WIDTH).mapToObj(i -> "pixel" + i).toList();

  static final List<String> ALL =
      Stream.concat(Stream.of(IdxTable.LABEL), PIXELS.stream()).toList();

  private static final int MOST_COLUMNS = 100_000;

  private KaggleColumns() {}

  static CsvParser parser() {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setMaxColumns(MOST_COLUMNS);
    settings.setMaxCharsPerColumn(-1);
    settings.setEmptyValue("");
    settings.setNullValue("");
    return new CsvParser(settings);
  }

  /** What is wrong with the first line of a file, or null. */
  static String headerMistake(String line) {
    String[] found = parser().parseLine(line);
    if (found == null) {
      return columnsMistake(0);
    }
    for (int i = 0; i < Math.min(found.length, ALL.size()); i++) {
      if (!found[i].equals(ALL.get(i))) {
        return RowCheck.mistake("column " + (i + 1) + " = " + ALL.get(i), found[i]);
      }
    }
    return found.length == ALL.size() ? null : columnsMistake(found.length);
  }

  static String columnsMistake(int found) {
    return RowCheck.mistake("columns = " + ALL.size(), found);
  }
}
