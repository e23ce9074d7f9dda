package io.gridproof.study;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names as users write them: enum constants in lower case, shown safely, guessed when mistyped. */
final class Names {
  private static final int LONGEST_SHOWN = 60;
  private static final int CLOSE = 2;

  /**
   * Matches each run of spaces as a whole. Looking for a line break from each space would take n *
   * n steps.
   */
  private static final Pattern SPACE = Pattern.compile("[\\s\\x85\\u2028\\u2029]++");

  private static final Pattern LINE_BREAK = Pattern.compile("\\R");

  private Names() {}

  /** The name of a constant in studies and in tables, for example {@code xavier_as_written}. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static List<String> all(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants()).map(Names::of).toList();
  }

  /**
   * The constant of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static <E extends Enum<E>> E parse(Class<E> type, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> of(constant).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown name " + shown(name)));
  }

  /** Untrusted text, made safe for a message of one line. */
  static String shown(String text) {
    String line = oneLine(text);
    return line.codePointCount(0, line.length()) <= LONGEST_SHOWN
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST_SHOWN)) + "...";
  }

  /** The text without what could break a line or drive a terminal. */
  static String oneLine(String text) {
    return SPACE
        .matcher(text)
        .replaceAll(
            space ->
                LINE_BREAK.matcher(space.group()).find()
                    ? " "
                    : Matcher.quoteReplacement(space.group()))
        .replaceAll("\\p{C}", "?");
  }

  /** Whether the text is one line without control, format or unassigned characters. */
  static boolean isPrintable(String text) {
    return oneLine(text).equals(text);
  }

  /** ", did you mean `width`?" where one of the allowed names is close to the one found. */
  static String guess(String found, List<String> allowed) {
    return closest(found.toLowerCase(Locale.ROOT), allowed)
        .map(name -> ", did you mean `" + name + "`?")
        .orElse("");
  }

  private static Optional<String> closest(String found, List<String> allowed) {
    return allowed.stream()
        .filter(name -> Math.abs(name.length() - found.length()) <= CLOSE)
        .filter(name -> distance(name, found) <= Math.min(CLOSE, name.length() / 2))
        .min(Comparator.comparingInt(name -> distance(name, found)));
  }

  /** The fewest insertions, deletions and replacements of a character that turn a into b. */
  private static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    Arrays.setAll(above, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
