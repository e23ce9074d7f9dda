package io.gridproof.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * What an IDX file of whole numbers says about itself: two zero bytes, the element type, the rank,
 * then the sizes as big-endian 32-bit numbers. Labels have rank 1, images rank 3 and unsigned
 * bytes.
 *
 * @param elementBytes of a number, which is big-endian
 * @param items labels or images
 * @param height pixels; 1 for labels
 * @param width pixels; 1 for labels
 */
record IdxHeader(int elementBytes, int rank, int items, int height, int width)
    implements Serializable {
  static final int LABELS = 1;
  static final int IMAGES = 3;

  private static final int UNSIGNED_BYTE = 0x08;

  /** The types of whole numbers, each with its bytes. */
  private static final Map<Integer, Integer> WHOLE_NUMBERS =
      Map.of(UNSIGNED_BYTE, 1, 0x09, 1, 0x0b, 2, 0x0c, 4);

  private static final Map<Integer, String> TYPE_NAMES =
      Map.of(
          UNSIGNED_BYTE,
          "unsigned byte",
          0x09,
          "signed byte",
          0x0b,
          "short",
          0x0c,
          "int",
          0x0d,
          "float",
          0x0e,
          "double");

  private static final List<String> SIZES = List.of("items", "height", "width");

  /** The longest array that every JVM can make: a set is packed into one. */
  static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /**
   * @param file names the input in messages
   */
  static IdxHeader read(InputStream in, int rank, String file) throws IOException {
    byte[] bytes = new DataInputStream(in).readNBytes(headerBytes(rank));
    if (bytes.length < Integer.BYTES) {
      throw Refusal.of(headerBytes(rank) + " <= bytes", bytes.length, file);
    }
    ByteBuffer header = ByteBuffer.wrap(bytes);
    short zeros = header.getShort();
    if (zeros != 0) {
      throw Refusal.of("first two bytes = 0x0000", String.format("0x%04x", zeros), file);
    }
    int type = header.get() & 0xff;
    checkType(type, rank, file);
    int found = header.get() & 0xff;
    if (found != rank) {
      throw Refusal.of("rank = " + rank, found, file);
    }
    if (bytes.length < headerBytes(rank)) {
      throw Refusal.of(headerBytes(rank) + " <= bytes", bytes.length, file);
    }
    int[] sizes = {1, 1, 1};
    BigInteger elements = BigInteger.ONE;
    for (int i = 0; i < rank; i++) {
      long size = Integer.toUnsignedLong(header.getInt());
      if (size == 0) {
        throw Refusal.of("1 <= " + SIZES.get(i), size, file);
      }
      sizes[i] = (int) size;
      elements = elements.multiply(BigInteger.valueOf(size));
    }
    int elementBytes = WHOLE_NUMBERS.get(type);
    int most = LONGEST_ARRAY / elementBytes;
    if (elements.compareTo(BigInteger.valueOf(most)) > 0) {
      String product = String.join(" * ", SIZES.subList(0, rank));
      throw Refusal.of(product + " <= " + most, elements, file);
    }
    return new IdxHeader(elementBytes, rank, sizes[0], sizes[1], sizes[2]);
  }

  private static void checkType(int type, int rank, String file) {
    String found =
        String.format("0x%02x (%s)", type, TYPE_NAMES.getOrDefault(type, "which is none"));
    if (rank == LABELS && !WHOLE_NUMBERS.containsKey(type)) {
      throw Refusal.of("element type is 0x08, 0x09, 0x0b or 0x0c, of whole numbers", found, file);
    }
    if (rank == IMAGES && type != UNSIGNED_BYTE) {
      throw Refusal.of(
          "element type = 0x08 (unsigned byte)",
          found + "; convert the pixels to whole numbers from 0 to 255",
          file);
    }
  }

  private static int headerBytes(int rank) {
    return Integer.BYTES * (1 + rank);
  }

  /** Where an item begins; with {@code items}, the length of the file. */
  long offset(int item) {
    return headerBytes(rank) + (long) item * itemBytes();
  }

  int itemBytes() {
    return height * width * elementBytes;
  }

  /** The label that stands in the bytes of an item. */
  int label(ByteBuffer item) {
    return switch (elementBytes) {
      case 1 -> item.get() & 0xff;
      case 2 -> item.getShort();
      default -> item.getInt();
    };
  }
}
