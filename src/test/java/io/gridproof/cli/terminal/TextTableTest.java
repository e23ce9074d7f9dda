package io.gridproof.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private static final TextTable DEMO =
      new TextTable()
          .text("activation")
          .number("mean_accuracy")
          .text("note")
          .row("relu", 0.5, "short")
          .row("sigmoid+tanh", 0.0625, "a note that nobody has to read to its end");

  private static Screen unicode(int columns) {
    return new Screen(columns, StandardCharsets.UTF_8);
  }

  private static Screen ascii(int columns) {
    return new Screen(columns, StandardCharsets.US_ASCII);
  }

  @Test
  void withoutALimitNothingIsCut() {
    assertThat(DEMO.render(unicode(Screen.UNLIMITED)))
        .isEqualTo(
            """
            activation    mean_accuracy  note
            ────────────  ─────────────  ─────────────────────────────────────────
            relu                    0.5  short
            sigmoid+tanh         0.0625  a note that nobody has to read to its end
            """);
  }

  @Test
  void theWidestTextsAreCutFirst() {
    assertThat(DEMO.render(unicode(50)))
        .isEqualTo(
            """
            activation    mean_accuracy  note
            ────────────  ─────────────  ─────────────────────
            relu                    0.5  short
            sigmoid+tanh         0.0625  a note that nobody h…
            """);
  }

  @Test
  void aNumberIsNeverCutButTheNameOfItsColumnIs() {
    assertThat(DEMO.render(unicode(28)))
        .isEqualTo(
            """
            activat…  mean_ac…  note
            ────────  ────────  ────────
            relu           0.5  short
            sigmoid…    0.0625  a note …
            """);
  }

  @Test
  void whereTextsWouldBecomeTooShortEachRowIsAList() {
    assertThat(DEMO.render(unicode(24)))
        .isEqualTo(
            """
            ── 1 ──
            activation     relu
            mean_accuracy  0.5
            note           short
            ── 2 ──
            activation     sigmoid+…
            mean_accuracy  0.0625
            note           a note t…
            """);
  }

  @Test
  void everyLineFitsOrNothingDoes() {
    for (int columns = 1; columns < 100; columns++) {
      int limit = columns;
      assertThat(DEMO.render(unicode(columns)).lines())
          .as("%d columns", columns)
          .allMatch(line -> line.length() <= Math.max(limit, "── 1 ──".length()));
    }
  }

  @Test
  void asciiIsEnough() {
    assertThat(DEMO.render(ascii(50)))
        .isEqualTo(
            """
            activation    mean_accuracy  note
            ------------  -------------  ---------------------
            relu                    0.5  short
            sigmoid+tanh         0.0625  a note that nobody ..
            """);
  }

  @Test
  void withoutRowsThereIsAHeader() {
    assertThat(new TextTable().text("a").number("b").render(unicode(80))).isEqualTo("a  b\n─  ─\n");
  }

  @Test
  void nothingIsShownForNull() {
    assertThat(new TextTable().text("a").number("b").row(null, null).render(unicode(80)))
        .isEqualTo("a  b\n─  ─\n\n");
  }

  @Test
  void whatWouldDriveTheTerminalIsWrittenOut() {
    TextTable table = new TextTable().text("a").row("1\n2\t3\u001b[31m\u202e");
    assertThat(table.render(unicode(80))).endsWith("\n1\\n2\\t3\\u001b[31m\\u202e\n");
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    TextTable table = new TextTable().text("名").text("b").row("数字", 1).row("x", 2);
    assertThat(table.render(unicode(80)))
        .isEqualTo(
            """
            名    b
            ────  ─
            数字  1
            x     2
            """);
  }

  @Test
  void aRowHasACellForEachColumn() {
    TextTable table = new TextTable().text("a");
    assertThatThrownBy(() -> table.row(1, 2)).hasMessage("`cells = 1` must hold, but got 2");
  }
}
