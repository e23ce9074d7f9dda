package io.gridproof.cli.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * SQL statements, each ended by a semicolon that stands in no quotes and no comment.
 *
 * @param statements those that hold more than comments
 * @param ended whether the last of them ends with a semicolon; if not, more of it may come
 */
public record SqlScript(List<Statement> statements, Ending ended) {

  /** How a text ends. */
  public enum Ending {
    COMPLETE,
    /** In the middle of a statement, of quotes or of a comment. */
    OPEN
  }

  /**
   * One statement, without its semicolon.
   *
   * @param line where it begins, 1 for the first
   * @param column where it begins, 1 for the first
   */
  public record Statement(String text, int line, int column) {}

  public static SqlScript parse(String text) {
    return new Scanner(text).scan();
  }

  private static final class Scanner {
    private final String text;
    private final List<Statement> statements = new ArrayList<>();

    /** Where the current statement begins; -1 before its first character. */
    private int start = -1;

    /** Whether the current statement holds more than comments. */
    private boolean substantial;

    Scanner(String text) {
      this.text = text;
    }

    SqlScript scan() {
      int at = 0;
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == ';') {
          endStatement(at);
          at++;
          continue;
        }
        boolean blank = Character.isWhitespace(c);
        if (!blank && start < 0) {
          start = at;
        }
        int next = afterComment(at);
        substantial |= !blank && next == at;
        at = next > at ? next : afterToken(at);
      }
      boolean open = substantial || at > text.length();
      endStatement(text.length());
      return new SqlScript(List.copyOf(statements), open ? Ending.OPEN : Ending.COMPLETE);
    }

    private void endStatement(int end) {
      if (substantial) {
        String before = text.substring(0, start);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int column = start - before.lastIndexOf('\n');
        statements.add(new Statement(text.substring(start, end).stripTrailing(), line, column));
      }
      start = -1;
      substantial = false;
    }

    /** The end of the comment that begins here; {@code at} if none does. */
    private int afterComment(int at) {
      if (text.startsWith("--", at)) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
      }
      return text.startsWith("/*", at) ? afterNestedComment(at) : at;
    }

    private int afterNestedComment(int at) {
      int depth = 0;
      int next = at;
      do {
        if (text.startsWith("/*", next)) {
          depth++;
          next += 2;
        } else if (text.startsWith("*/", next)) {
          depth--;
          next += 2;
        } else {
          next++;
        }
      } while (depth > 0 && next < text.length());
      return depth > 0 ? text.length() + 1 : next;
    }

    /** The end of the quotes that begin here, or else of the character. */
    private int afterToken(int at) {
      char quote = text.charAt(at);
      if (quote != '\'' && quote != '"' && quote != '`') {
        return at + 1;
      }
      boolean escapes = quote != '`' && !isRaw(at);
      for (int i = at + 1; i < text.length(); i++) {
        if (text.charAt(i) == quote) {
          return i + 1;
        }
        if (escapes && text.charAt(i) == '\\') {
          i++;
        }
      }
      return text.length() + 1;
    }

    /**
     * Whether the quotes are those of a raw string, r'...', in which a backslash is a backslash.
     */
    private boolean isRaw(int quote) {
      return quote > 0
          && Character.toLowerCase(text.charAt(quote - 1)) == 'r'
          && (quote == 1 || !Character.isJavaIdentifierPart(text.charAt(quote - 2)));
    }
  }
}
