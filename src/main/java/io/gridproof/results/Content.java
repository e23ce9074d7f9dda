package io.gridproof.results;

import java.io.IOException;
import java.io.OutputStream;

/** What a file is to hold; written again, in the same bytes, for every attempt. */
@FunctionalInterface
interface Content {
  void writeTo(OutputStream out) throws IOException;

  static Content of(byte[] bytes) {
    return out -> out.write(bytes);
  }
}
