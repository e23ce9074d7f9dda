package io.gridproof.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridproof.study.InputException;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the first line of a CSV file says, and why others say nothing. */
final class CsvFirstLineTest {
  private static final String SEPARATORS = "values are separated by commas, semicolons or tabs";

  private static final String ONE_LABEL =
      "one column is named label, class or target, or is the only one with no number in its name";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "label,pixel0,pixel1,pixel2,pixel3 | separated by commas, a header, label in column 1",
        "LABEL;pixel1;pixel2;pixel3;pixel4 | separated by semicolons, a header, label in column 1",
        "pixel0,pixel1,pixel2,pixel3,class | separated by commas, a header, label in column 5",
        "0,1,Target,2,3                    | separated by commas, a header, label in column 3",
        "'p00','p01','p02','p03','label'   | separated by commas, a header, label in column 5",
        "0x0,0x1,1x0,1x1,label             | separated by commas, a header, label in column 5",
        "'label' , 'x 1', 'x 2','x 3','x 4'| separated by commas, a header, label in column 1",
        "pixel0,pixel1,pixel2,pixel3       | separated by commas, a header, no label",
        "7;0;255;0.0;3                     | separated by semicolons, no header, column 1 taken for"
            + " the label",
        "0,0,0,12                          | separated by commas, no header, no label"
      })
  void squaresOfTwoByTwo(String line, String layout) {
    assertThat(layout(line.replace('\'', '"'))).hasToString(layout + ", 2 x 2 pixels");
  }

  @Test
  void tabsSeparateToo() {
    assertThat(layout("label\tpixel0\tpixel1\tpixel2\tpixel3").separator()).isEqualTo('\t');
    assertThat(layout("\ufeff7\t0\t0\t0\t0").headings()).isZero();
  }

  @Test
  void rowsAndColumnsMakeARectangle() {
    CsvLayout layout = layout("label," + names(6, i -> (1 + i / 3) + "x" + (1 + i % 3)));

    assertThat(layout.height()).isEqualTo(2);
    assertThat(layout.width()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "label,pixel0                | ''",
        "1x1,1x2                     | ''",
        "digit,pixel0                | no column is named label, class or target;"
            + " took the first column for the label",
        "pixel0,digit                | no column is named label, class or target;"
            + " took column 2 for the label",
        "3,0                         | no header; took the first column for the label",
        "0,0,0,12                    | ''"
      })
  void whatIsTakenForGrantedIsSaid(String line, String assumption) {
    assertThat(layout(line).assumption().orElse("")).isEqualTo(assumption);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                          | " + SEPARATORS + " | nothing",
        "0 0 0 0 0                   | " + SEPARATORS + " | 0 0 0 0 0",
        "# label and pixels          | " + SEPARATORS + " | # label and pixels",
        "0,1,2,3,4                   | the header names the label | the numbers 0 to 4",
        "1,2,3                       | columns = a label and height * height pixels | 3",
        ",label,pixel0               | name of column 1 of the header is not empty | nothing",
        "label,pixel0,pixel1         | pixels = height * height | 2",
        "pixel0,pixel1               | pixels = height * height | 2",
        "label,1x1,1x2,2x1           | pixels = height * 2 | 3",
        "label,1x1,2x1,1x2,2x2       | name of column 3 of the header = 1x2 | 2x1",
        "label,pixel1,pixel0         | name of column 3 of the header = pixel2 | pixel0",
        "label,pixel0,,pixel2,pixel3 | name of column 3 of the header is not empty | nothing",
        "label,a0,b1                 | name of column 3 of the header = a1 | b1",
        "label,pixel7                | name of column 2 of the header, the first pixel, ends in 0"
            + " or 1 | pixel7",
        "label,ink                   | name of column 2 of the header, the first pixel, ends in 0"
            + " or 1 | ink",
        "0,0,ink,0,0                 | name of column 2 of the header = 1 | 0",
        "label,class,0               | " + ONE_LABEL + " | label and class",
        "id,digit,pixel0             | " + ONE_LABEL + " | id and digit"
      })
  void othersAreRefused(String line, String rule, String found) {
    assertThatThrownBy(() -> layout(line))
        .isInstanceOf(InputException.class)
        .hasMessage("`" + rule + "` must hold, but got " + found + " (train.csv, line 1)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PK\3\4label,pixel0", "\ufffd\ufffdl\0a\0b\0e\0l\0,\0p\0001\0"})
  void bytesThatAreNoTextAreRefused(String line) {
    assertThatThrownBy(() -> layout(line))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("`first line is text in UTF-8` must hold, but got ");
  }

  @Test
  void aFirstLineWithoutAValueIsAnImageInError() {
    assertThat(layout("5,,0,0,0").headings()).isZero();
  }

  @Test
  void aMegabyteOfAnythingIsRefusedAtOnce() {
    for (String part : List.of("0", "1", "x", ",", "0,", "1x", "\"", "0.", "1e", "x0", " ")) {
      String end = part.repeat(CsvLayout.LONGEST_LINE / part.length()).substring(2);
      assertThatThrownBy(() -> layout("x" + end + "x")).isInstanceOf(InputException.class);
      assertThatThrownBy(() -> layout("," + end + "x")).isInstanceOf(InputException.class);
    }
  }

  private static String names(int count, IntFunction<String> name) {
    return IntStream.range(0, count).mapToObj(name).collect(Collectors.joining(","));
  }

  private static CsvLayout layout(String line) {
    return CsvFirstLine.of(line, "train.csv, line 1").layout();
  }
}
