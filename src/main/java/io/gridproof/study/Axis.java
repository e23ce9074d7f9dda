package io.gridproof.study;

import java.math.BigInteger;
import java.util.List;

/**
 * The values of one parameter, in the order given.
 *
 * @param location where they were written, for errors
 */
record Axis<T>(List<T> values, String location) {

  BigInteger count() {
    return BigInteger.valueOf(values.size());
  }
}
