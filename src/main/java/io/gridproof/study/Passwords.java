package io.gridproof.study;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps passwords out of all that is written: a study's text goes into the tables, and paths are
 * shown in messages, so neither may carry one.
 */
public final class Passwords {
  /** For example in {@code scheme://user:password@host}; a port is none. */
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
