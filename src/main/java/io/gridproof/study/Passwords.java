package io.gridproof.study;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps passwords out of everything that is written. A study's text goes into the tables, and
 * messages show paths, so neither may contain one.
 */
public final class Passwords {
  /** The password of {@code scheme://user:password@host}, for example; a port does not count. */
  private static final Pattern IN_A_URL =
      Pattern.compile("://[^/?#\\s@:]{0,999}+:(?!\\d{1,5}[/?#])[^\\s@]{1,999}+@");

  private Passwords() {}

  /**
   * Refuses a text with a password in a URL, and does not show it.
   *
   * @param place names the text
   */
  public static void refuse(String text, String place) {
    Matcher found = IN_A_URL.matcher(text);
    if (found.find()) {
      long line = 1 + text.substring(0, found.start()).chars().filter(c -> c == '\n').count();
      throw new InputException(
          "a URL has no password: credentials belong into Spark's settings (%s:%d)"
              .formatted(place, line));
    }
  }
}
