package io.gridproof.results;

import io.gridproof.nn.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * The SHA-256 of all bytes of a Parquet file, which stands in the file's own footer as the value of
 * a key; it is computed as if these digits were zeros. Unlike the checksums of pages it covers
 * every byte, and a program that writes the rows again makes another file.
 *
 * <p>The footer is at the end of a file, so the last bytes are held back until the seal is known.
 */
final class Seal extends OutputStream {
  static final String KEY = "gridproof.seal";

  /** What a file that is to be sealed has in the place of the digits. */
  static final String OPEN = "0".repeat(64);

  /** How Thrift writes the key and the value: the type of the value's field, and its length. */
  private static final byte[] MARK =
      (KEY + (char) 0x18 + (char) 64).getBytes(StandardCharsets.US_ASCII);

  /** More than any footer takes. */
  private static final int TAIL = 1 << 18;

  private final OutputStream out;
  private final MessageDigest digest = Sha256.create();
  private final byte[] held = new byte[2 * TAIL];
  private int length;

  private Seal(OutputStream out) {
    this.out = out;
  }

  /** Writes content with its seal to a stream, which stays open. */
  static void write(Content content, OutputStream out) throws IOException {
    Seal seal = new Seal(out);
    content.writeTo(seal);
    int place = seal.place().orElseThrow(() -> new IllegalStateException("the footer has no seal"));
    byte[] digits = seal.digits(place).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, seal.held, place, digits.length);
    out.write(seal.held, 0, seal.length);
  }

  /** What a file's seal tells. */
  enum State {
    WHOLE,
    BROKEN,
    /** It has none: it was cut, or written by an earlier version or by another program. */
    MISSING
  }

  static State check(InputStream file) throws IOException {
    Seal seal = new Seal(OutputStream.nullOutputStream());
    file.transferTo(seal);
    Optional<Integer> place = seal.place();
    if (place.isEmpty()) {
      return State.MISSING;
    }
    String found = new String(seal.held, place.get(), OPEN.length(), StandardCharsets.US_ASCII);
    return found.equals(seal.digits(place.get())) ? State.WHOLE : State.BROKEN;
  }

  /** Where the digits are among the bytes that are held. */
  private Optional<Integer> place() {
    for (int at = length - OPEN.length() - MARK.length; at >= 0; at--) {
      if (Arrays.equals(held, at, at + MARK.length, MARK, 0, MARK.length)) {
        return Optional.of(at + MARK.length);
      }
    }
    return Optional.empty();
  }

  private String digits(int place) {
    byte[] open = OPEN.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(open, 0, held, place, open.length);
    digest.update(held, 0, length);
    return Sha256.hex(digest);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    for (int from = offset; from < offset + count; ) {
      if (length == held.length) {
        digest.update(held, 0, TAIL);
        out.write(held, 0, TAIL);
        System.arraycopy(held, TAIL, held, 0, TAIL);
        length = TAIL;
      }
      int part = Math.min(offset + count - from, held.length - length);
      System.arraycopy(bytes, from, held, length, part);
      length += part;
      from += part;
    }
  }
}
