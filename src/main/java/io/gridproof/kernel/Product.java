package io.gridproof.kernel;

import java.util.function.Consumer;

/**
 * Cuts products into tiles of {@link Matrix#TILE} x {@link Matrix#WIDTH} chains, in an order in
 * which the right factor stays in the first-level cache and the left one in the second-level cache.
 * No result depends on the order.
 */
final class Product {
  private static final int WIDTH = Matrix.WIDTH;
  private static final int TILE = Matrix.TILE;
  private static final int TILE_SIZE = TILE * WIDTH;
  private static final int BLOCK_STEPS = 192;
  private static final int BLOCK_TILES = 16;

  /** So many steps of pixels are widened for one tile alone, and then still are in the cache. */
  private static final int WIDENED_STEPS = 64;

  /**
   * From so many tiles on, the left factor is read once for all strips of pixels, which are widened
   * before; but not where a strip has few steps, and so little of the left factor is read.
   */
  private static final int MANY_TILES = 4;

  private final ScalarKernel kernel;

  // The steps of each strip: firstStep[strip] and how many, and where their rows begin.
  private int[] firstStep = {};
  private int[] steps = {};
  private int[] rowsAt = {};
  private int[] offsets = {};
  private float[] widened = {};
  private final Part part = new Part(new float[BLOCK_TILES * TILE_SIZE]);

  Product(ScalarKernel kernel) {
    this.kernel = kernel;
  }

  /**
   * C := C + A B, or start + A B.
   *
   * @param start what the chains of each row begin with, a strip; or null, and they go on from C
   */
  void compute(Matrix a, Matrix b, float[] start, Matrix c) {
    checkProduct(a, b.rows(), b.columns(), c);
    locateColumns(a);
    makeRoom(c.strips());
    for (int strip = 0; strip < c.strips(); strip++) {
      takeSteps(strip, 0, a.columns(), strip * b.stripSize);
    }
    compute(a, b.data, start, c, 0, c.strips());
  }

  /** The same without the steps that are left out of the pixels. */
  void compute(Matrix a, PixelStrips b, float[] start, Matrix c) {
    checkProduct(a, b.rows(), b.columns(), c);
    locateColumns(a, b);
    makeRoom(c.strips());
    if (Matrix.tiles(c.rows()) >= MANY_TILES && a.columns() > BLOCK_STEPS) {
      widen(b, b.start(0), b.start(c.strips()));
      for (int strip = 0; strip < c.strips(); strip++) {
        takeSteps(strip, b.start(strip), b.start(strip + 1), b.start(strip) * WIDTH);
      }
      compute(a, widened, start, c, 0, c.strips());
      return;
    }
    int most = Matrix.tiles(c.rows()) == 1 ? WIDENED_STEPS : BLOCK_STEPS;
    for (int strip = 0; strip < c.strips(); strip++) {
      int first = b.start(strip);
      do {
        int end = Math.min(first + most, b.start(strip + 1));
        widen(b, first, end);
        takeSteps(strip, first, end, 0);
        compute(a, widened, first == b.start(strip) ? start : null, c, strip, strip + 1);
        first = end;
      } while (first < b.start(strip + 1));
    }
  }

  /**
   * C + A B, or start + A B, part by part.
   *
   * @param start what the chains of each row begin with, a strip; or null, and they begin with C
   */
  void compute(Matrix a, Matrix b, float[] start, Matrix c, Consumer<Part> parts) {
    checkProduct(a, b.rows(), b.columns(), c);
    locateColumns(a);
    for (int strip = 0; strip < c.strips(); strip++) {
      compute(a, 0, a.columns(), b.data, strip * b.stripSize, start, c, strip, parts);
    }
  }

  /** The same without the steps that are left out of the pixels. */
  void compute(Matrix a, PixelStrips b, float[] start, Matrix c, Consumer<Part> parts) {
    checkProduct(a, b.rows(), b.columns(), c);
    locateColumns(a, b);
    for (int strip = 0; strip < c.strips(); strip++) {
      int first = b.start(strip);
      int end = b.start(strip + 1);
      widen(b, first, end);
      compute(a, first, end - first, widened, 0, start, c, strip, parts);
    }
  }

  /** A strip of C. */
  private void compute(
      Matrix a,
      int firstStep,
      int n,
      float[] rows,
      int rowsAt,
      float[] start,
      Matrix c,
      int strip,
      Consumer<Part> parts) {
    for (int block = 0; block < Matrix.tiles(c.rows()); block += BLOCK_TILES) {
      int tiles = Math.min(BLOCK_TILES, Matrix.tiles(c.rows()) - block);
      int partAt = strip * c.stripSize + block * TILE_SIZE;
      for (int tile = 0; tile < tiles; tile++) {
        kernel.tile(
            a.data,
            (block + tile) * TILE_SIZE,
            offsets,
            firstStep,
            n,
            rows,
            rowsAt,
            start == null ? c.data : start,
            start == null ? partAt + tile * TILE_SIZE : (block + tile) * TILE_SIZE,
            part.data,
            tile * TILE_SIZE);
      }
      part.moveTo(c, partAt, tiles * TILE_SIZE);
      parts.accept(part);
    }
  }

  private void takeSteps(int strip, int first, int end, int at) {
    firstStep[strip] = first;
    steps[strip] = end - first;
    rowsAt[strip] = at;
  }

  private void widen(PixelStrips b, int first, int end) {
    int n = (end - first) * WIDTH;
    if (widened.length < n) {
      widened = new float[n];
    }
    kernel.widen(b.pixels(), first * WIDTH, widened, n);
  }

  private void compute(
      Matrix a, float[] rows, float[] start, Matrix c, int firstStrip, int endStrip) {
    int longest = 0;
    for (int strip = firstStrip; strip < endStrip; strip++) {
      longest = Math.max(longest, steps[strip]);
    }
    for (int block = 0; block < Matrix.tiles(c.rows()); block += BLOCK_TILES) {
      int endTile = Math.min(block + BLOCK_TILES, Matrix.tiles(c.rows()));
      for (int done = 0; done == 0 || done < longest; done += BLOCK_STEPS) {
        for (int strip = firstStrip; strip < endStrip; strip++) {
          int n = Math.min(BLOCK_STEPS, steps[strip] - done);
          if (n <= 0 && done > 0) {
            continue;
          }
          boolean begins = done == 0 && start != null;
          for (int tile = block; tile < endTile; tile++) {
            int at = strip * c.stripSize + tile * TILE_SIZE;
            kernel.tile(
                a.data,
                tile * TILE_SIZE,
                offsets,
                firstStep[strip] + done,
                n,
                rows,
                rowsAt[strip] + done * WIDTH,
                begins ? start : c.data,
                begins ? tile * TILE_SIZE : at,
                c.data,
                at);
          }
        }
      }
    }
  }

  private void makeRoom(int strips) {
    if (steps.length < strips) {
      firstStep = new int[strips];
      steps = new int[strips];
      rowsAt = new int[strips];
    }
  }

  private void locateColumns(Matrix a) {
    makeRoomForOffsets(a.columns());
    for (int k = 0; k < a.columns(); k++) {
      offsets[k] = a.index(0, k);
    }
  }

  /** The columns of the steps that are not left out. */
  private void locateColumns(Matrix a, PixelStrips b) {
    int entries = b.start(b.strips());
    makeRoomForOffsets(entries);
    for (int i = 0; i < entries; i++) {
      offsets[i] = a.index(0, b.index()[i]);
    }
  }

  private void makeRoomForOffsets(int entries) {
    if (offsets.length < entries) {
      offsets = new int[entries];
    }
  }

  static void checkProduct(Matrix a, int rows, int columns, Matrix c) {
    if (a.columns() != rows || a.rows() != c.rows() || columns != c.columns()) {
      throw new IllegalArgumentException(
          "shapes do not fit: (" + a + ") (" + rows + " x " + columns + ") to (" + c + ")");
    }
  }
}
