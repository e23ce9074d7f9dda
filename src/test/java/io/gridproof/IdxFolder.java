package io.gridproof;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Makes small data sets of IDX files: digits are bright stripes at a place that tells the class.
 */
public final class IdxFolder {
  private static final int SIDE = 8;

  private IdxFolder() {}

  /** Writes the four files; the same numbers give the same bytes. */
  public static Path write(Path folder, int train, int test) throws IOException {
    Files.createDirectories(folder);
    writeSet(folder, "train", train, 1);
    writeSet(folder, "t10k", test, 2);
    return folder;
  }

  private static void writeSet(Path folder, String prefix, int count, long seed)
      throws IOException {
    Random random = new Random(seed);
    ByteArrayOutputStream images = new ByteArrayOutputStream();
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    DataOutputStream image = new DataOutputStream(images);
    DataOutputStream label = new DataOutputStream(labels);
    image.writeInt(0x803);
    image.writeInt(count);
    image.writeInt(SIDE);
    image.writeInt(SIDE);
    label.writeInt(0x801);
    label.writeInt(count);
    for (int i = 0; i < count; i++) {
      int digit = random.nextInt(10);
      label.writeByte(digit);
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        image.writeByte(pixel % 10 == digit ? 200 + random.nextInt(56) : random.nextInt(100));
      }
    }
    Files.write(folder.resolve(prefix + "-images-idx3-ubyte"), images.toByteArray());
    Files.write(folder.resolve(prefix + "-labels-idx1-ubyte"), labels.toByteArray());
  }
}
