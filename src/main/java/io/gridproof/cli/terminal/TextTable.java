package io.gridproof.cli.terminal;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jline.utils.WCWidth;

/**
 * Rows under a header, for people. What is too wide for the screen loses the ends of its widest
 * texts, never a digit of a number; what is far too wide is shown as a list of names and values for
 * each row.
 */
public final class TextTable {
  private static final String GAP = "  ";

  /** Texts and names of columns that are cut keep at least so much. */
  private static final int LEAST_TEXT = 8;

  private static final int LEAST_NAME = 4;

  private enum Kind {
    TEXT,
    NUMBER
  }

  private record Column(String name, Kind kind) {}

  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a column whose cells stand to the left. */
  public TextTable text(String name) {
    columns.add(new Column(visible(name), Kind.TEXT));
    return this;
  }

  /** Adds a column whose cells stand to the right. */
  public TextTable number(String name) {
    columns.add(new Column(visible(name), Kind.NUMBER));
    return this;
  }

  /**
   * Adds a row.
   *
   * @param cells one for each column; null is shown as nothing
   */
  public TextTable row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          "`cells = %d` must hold, but got %d".formatted(columns.size(), cells.length));
    }
    rows.add(
        Arrays.stream(cells).map(cell -> cell == null ? "" : visible(cell.toString())).toList());
    return this;
  }

  /** The columns of the screen that it takes to show everything. */
  public int width() {
    return lineWidth(widths());
  }

  /** The whole table, each line ended. */
  public String render(Screen screen) {
    int[] widths = widths();
    List<String> lines = shrink(widths, screen.columns()) ? grid(widths, screen) : lists(screen);
    return lines.stream().map(line -> line.stripTrailing() + "\n").collect(joining());
  }

  private int[] widths() {
    return IntStream.range(0, columns.size())
        .map(i -> Math.max(columns(columns.get(i).name), widestCell(i)))
        .toArray();
  }

  private int widestCell(int i) {
    return rows.stream().mapToInt(row -> columns(row.get(i))).max().orElse(0);
  }

  private static int lineWidth(int[] widths) {
    return Arrays.stream(widths).sum() + GAP.length() * Math.max(0, widths.length - 1);
  }

  /** Takes from the widest columns until they fit; false if they cannot. */
  private boolean shrink(int[] widths, int room) {
    int[] least = IntStream.range(0, widths.length).map(i -> leastWidth(i, widths[i])).toArray();
    for (int excess = lineWidth(widths) - room; excess > 0; excess--) {
      int widest =
          IntStream.range(0, widths.length)
              .filter(i -> widths[i] > least[i])
              .reduce(-1, (a, b) -> a < 0 || widths[b] > widths[a] ? b : a);
      if (widest < 0) {
        return false;
      }
      widths[widest]--;
    }
    return true;
  }

  private int leastWidth(int i, int width) {
    return switch (columns.get(i).kind) {
      case TEXT -> Math.min(width, LEAST_TEXT);
      case NUMBER -> Math.min(width, Math.max(widestCell(i), LEAST_NAME));
    };
  }

  private List<String> grid(int[] widths, Screen screen) {
    String rule = screen.showsUnicode() ? "─" : "-";
    List<String> lines = new ArrayList<>();
    lines.add(line(columns.stream().map(Column::name).toList(), widths, screen));
    lines.add(Arrays.stream(widths).mapToObj(rule::repeat).collect(joining(GAP)));
    rows.forEach(row -> lines.add(line(row, widths, screen)));
    return lines;
  }

  private String line(List<String> cells, int[] widths, Screen screen) {
    return IntStream.range(0, widths.length)
        .mapToObj(i -> padded(cut(cells.get(i), widths[i], screen), widths[i], columns.get(i).kind))
        .collect(joining(GAP));
  }

  private static String padded(String text, int width, Kind kind) {
    String space = " ".repeat(width - columns(text));
    return switch (kind) {
      case TEXT -> text + space;
      case NUMBER -> space + text;
    };
  }

  private List<String> lists(Screen screen) {
    int names = columns.stream().mapToInt(column -> columns(column.name)).max().orElse(0);
    String rule = (screen.showsUnicode() ? "─" : "-").repeat(2);
    List<String> lines = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      lines.add(rule + " " + (r + 1) + " " + rule);
      for (int i = 0; i < columns.size(); i++) {
        String name = padded(columns.get(i).name, names, Kind.TEXT);
        lines.add(cut(name + GAP + rows.get(r).get(i), screen.columns(), screen));
      }
    }
    return lines;
  }

  private static String cut(String text, int width, Screen screen) {
    if (columns(text) <= width) {
      return text;
    }
    String ellipsis = screen.showsUnicode() ? "…" : "..";
    int room = Math.max(0, width - ellipsis.length());
    int end = text.length();
    while (columns(text.substring(0, end)) > room) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end) + ellipsis.substring(0, Math.min(width, ellipsis.length()));
  }

  /** The columns of the screen that a text takes: Chinese characters take two each. */
  private static int columns(String text) {
    return text.codePoints().map(WCWidth::wcwidth).map(width -> Math.max(0, width)).sum();
  }

  /** The text with what would move the cursor or drive the terminal written out. */
  private static String visible(String text) {
    return text.codePoints().mapToObj(TextTable::visible).collect(joining());
  }

  private static String visible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          character == '\n' ? "\\n" : character == '\t' ? "\\t" : "\\u%04x".formatted(character);
      default -> Character.toString(character);
    };
  }
}
