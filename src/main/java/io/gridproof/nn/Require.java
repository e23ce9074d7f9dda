package io.gridproof.nn;

/** The one form in which a value out of range is refused. */
public final class Require {
  private Require() {}

  /**
   * @param condition what must hold, as text, for example {@code 0 <= dropout < 1}
   * @throws IllegalArgumentException "`condition` must hold, but got value", if it does not hold
   */
  public static void that(boolean holds, String condition, Object value) {
    if (!holds) {
      throw new IllegalArgumentException("`" + condition + "` must hold, but got " + value);
    }
  }
}
