package io.gridproof.nn;

/**
 * Small images for tests, from integers alone; src/test/python/golden_network.py makes the same.
 */
final class Images {
  private int state;

  private Images(int seed) {
    this.state = seed;
  }

  /** Noise, brighter at the pixels p with p mod 10 = label, so that there is something to learn. */
  static ImageSet of(int height, int width, int count, int seed) {
    Images random = new Images(seed);
    int n = height * width;
    byte[] pixels = new byte[count * n];
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (random.next() % ImageSet.CLASSES);
      for (int p = 0; p < n; p++) {
        int bright = p % ImageSet.CLASSES == labels[i] ? 128 : 0;
        pixels[i * n + p] = (byte) (random.next() / 2 + bright);
      }
    }
    return new ImageSet(height, width, pixels, labels);
  }

  /** Square images. */
  static Splits splits(int side, int train, int validation, int test) {
    return new Splits(
        of(side, side, train, 1), of(side, side, validation, 2), of(side, side, test, 3), "");
  }

  private int next() {
    state = state * 1664525 + 1013904223;
    return state >>> 24;
  }
}
