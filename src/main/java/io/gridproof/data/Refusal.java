package io.gridproof.data;

import io.gridproof.study.InputException;

/** The one form in which unusable data is refused. */
final class Refusal {
  private Refusal() {}

  /**
   * @param rule what must hold
   * @param found what does not
   * @param place the file, and where in it
   */
  static InputException of(String rule, Object found, String place) {
    return new InputException("`" + rule + "` must hold, but got " + found + " (" + place + ")");
  }
}
