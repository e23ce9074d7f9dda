package io.gridproof.kernel;

import java.util.function.Consumer;

/**
 * Cuts products into tiles of {@link Matrix#TILE} x {@link Matrix#WIDTH} chains, in an order in
 * which the right factor stays in the first-level cache and the left one in the second-level cache.
 * No result depends on the order.
 *
 * <p>Each product is begin + A B. To continue a sum, {@code begin} is C itself. Otherwise it is
 * {@link Matrix#ofEqualStrips one strip} from which all strips of C start.
 */
final class Product {
  private static final int WIDTH = Matrix.WIDTH;
  private static final int TILE_SIZE = Matrix.TILE * WIDTH;
  private static final int BLOCK_STEPS = 192;
  private static final int BLOCK_TILES = 16;

  /**
   * For a single tile, this many steps of pixels are widened at a time, so that they are still in
   * the cache when they are used.
   */
  private static final int WIDENED_STEPS = 64;

  /**
   * With at least this many tiles, all pixels are widened first, so that the left factor is read
   * once for all strips. This does not pay where a strip has few steps, which read little of the
   * left factor.
   */
  private static final int MANY_TILES = 4;

  private final TiledKernel kernel;
  private final Tile tile = new Tile();
  private final Part part = new Part(new float[BLOCK_TILES * TILE_SIZE]);

  /** The column of A for each step, as a distance from the first row of a tile. */
  private int[] offsets = {};

  // For each strip: its first step, its number of steps, and the place of the first step's row of
  // B.
  private int[] firstStep = {};
  private int[] steps = {};
  private int[] rowsAt = {};

  /** Pixels as floats. */
  private float[] widened = {};

  Product(TiledKernel kernel) {
    this.kernel = kernel;
  }

  /** C := begin + A B. */
  void store(Matrix a, Matrix b, Matrix begin, Matrix c) {
    checkProduct(a, b.rows(), b.columns(), c);
    locateColumns(a);
    makeRoom(c.strips());
    for (int strip = 0; strip < c.strips(); strip++) {
      setSteps(strip, 0, a.columns(), strip * b.stripSize);
    }
    storeStrips(0, c.strips(), a, b.data, begin, c);
  }

  /** The same without the skipped steps of the pixels. */
  void storeOfPixels(Matrix a, PixelStrips b, Matrix begin, Matrix c) {
    checkProduct(a, b.rows(), b.columns(), c);
    locateColumns(a, b);
    makeRoom(c.strips());
    int tiles = Matrix.tiles(c.rows());
    if (tiles >= MANY_TILES && a.columns() > BLOCK_STEPS) {
      storeOfWidened(a, b, begin, c);
    } else {
      storePiecewise(a, b, tiles == 1 ? WIDENED_STEPS : BLOCK_STEPS, begin, c);
    }
  }

  /** Widens all pixels first. */
  private void storeOfWidened(Matrix a, PixelStrips b, Matrix begin, Matrix c) {
    widen(b, b.start(0), b.start(c.strips()));
    for (int strip = 0; strip < c.strips(); strip++) {
      setSteps(strip, b.start(strip), b.start(strip + 1), b.start(strip) * WIDTH);
    }
    storeStrips(0, c.strips(), a, widened, begin, c);
  }

  /** Widens the pixels of some steps, takes these steps, and so on. */
  private void storePiecewise(Matrix a, PixelStrips b, int pieceSteps, Matrix begin, Matrix c) {
    for (int strip = 0; strip < c.strips(); strip++) {
      int end = b.start(strip + 1);
      int first = b.start(strip);
      Matrix from = begin;
      do {
        int next = Math.min(first + pieceSteps, end);
        widen(b, first, next);
        setSteps(strip, first, next, 0);
        storeStrips(strip, strip + 1, a, widened, from, c);
        first = next;
        from = c;
      } while (first < end);
    }
  }

  /** Computes some strips of C, each with its own steps; {@code rows} holds the rows of B. */
  private void storeStrips(
      int firstStrip, int endStrip, Matrix a, float[] rows, Matrix begin, Matrix c) {
    int longest = 0;
    for (int strip = firstStrip; strip < endStrip; strip++) {
      longest = Math.max(longest, steps[strip]);
    }
    int tiles = Matrix.tiles(c.rows());
    for (int block = 0; block < tiles; block += BLOCK_TILES) {
      int endTile = Math.min(block + BLOCK_TILES, tiles);
      for (int done = 0; done == 0 || done < longest; done += BLOCK_STEPS) {
        Matrix from = done == 0 ? begin : c;
        for (int strip = firstStrip; strip < endStrip; strip++) {
          int n = Math.min(BLOCK_STEPS, steps[strip] - done);
          // Chains without a step still have to start.
          if (n > 0 || done == 0) {
            tile.takeSteps(firstStep[strip] + done, n, rows, rowsAt[strip] + done * WIDTH);
            for (int t = block; t < endTile; t++) {
              int row = t * TILE_SIZE;
              tile.takeLeft(a.data, row);
              tile.beginWith(from.data, strip * from.stripSize + row);
              tile.goTo(c.data, strip * c.stripSize + row);
              kernel.run(tile);
            }
          }
        }
      }
    }
  }

  /**
   * Hands begin + A B on, part by part.
   *
   * @param shape the matrix that the parts belong to; it is not changed, and may be {@code begin}
   */
  void handOn(Matrix a, Matrix b, Matrix begin, Matrix shape, Consumer<Part> parts) {
    checkProduct(a, b.rows(), b.columns(), shape);
    locateColumns(a);
    for (int strip = 0; strip < shape.strips(); strip++) {
      tile.takeSteps(0, a.columns(), b.data, strip * b.stripSize);
      handOnStrip(strip, a, begin, shape, parts);
    }
  }

  /** The same without the skipped steps of the pixels. */
  void handOnOfPixels(Matrix a, PixelStrips b, Matrix begin, Matrix shape, Consumer<Part> parts) {
    checkProduct(a, b.rows(), b.columns(), shape);
    locateColumns(a, b);
    for (int strip = 0; strip < shape.strips(); strip++) {
      int first = b.start(strip);
      int end = b.start(strip + 1);
      widen(b, first, end);
      tile.takeSteps(first, end - first, widened, 0);
      handOnStrip(strip, a, begin, shape, parts);
    }
  }

  /** Hands on one strip; the tile has its steps already. */
  private void handOnStrip(int strip, Matrix a, Matrix begin, Matrix shape, Consumer<Part> parts) {
    int tiles = Matrix.tiles(shape.rows());
    for (int block = 0; block < tiles; block += BLOCK_TILES) {
      int endTile = Math.min(block + BLOCK_TILES, tiles);
      int blockAt = block * TILE_SIZE;
      for (int t = block; t < endTile; t++) {
        int row = t * TILE_SIZE;
        tile.takeLeft(a.data, row);
        tile.beginWith(begin.data, strip * begin.stripSize + row);
        tile.goTo(part.data, row - blockAt);
        kernel.run(tile);
      }
      part.moveTo(shape, strip * shape.stripSize + blockAt, endTile * TILE_SIZE - blockAt);
      parts.accept(part);
    }
  }

  private void setSteps(int strip, int first, int end, int at) {
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
    tile.offsets = offsets;
  }

  /** Locates the columns of the steps that are not skipped. */
  private void locateColumns(Matrix a, PixelStrips b) {
    int entries = b.start(b.strips());
    makeRoomForOffsets(entries);
    for (int i = 0; i < entries; i++) {
      offsets[i] = a.index(0, b.index()[i]);
    }
    tile.offsets = offsets;
  }

  private void makeRoomForOffsets(int entries) {
    if (offsets.length < entries) {
      offsets = new int[entries];
    }
  }

  private static void checkProduct(Matrix a, int rows, int columns, Matrix c) {
    if (a.columns() != rows || a.rows() != c.rows() || columns != c.columns()) {
      throw new IllegalArgumentException(
          "shapes do not fit: (" + a + ") (" + rows + " x " + columns + ") to (" + c + ")");
    }
  }
}
