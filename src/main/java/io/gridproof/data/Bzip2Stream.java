package io.gridproof.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.ZipException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/**
 * Decompresses bzip2 and, as gzip streams do, says by a {@link ZipException} that the file is
 * broken. A failure of the storage is an {@link UncheckedIOException}: the library throws the same
 * exception for both.
 */
final class Bzip2Stream extends FilterInputStream {

  Bzip2Stream(InputStream stored) throws ZipException {
    super(decompressed(new Storage(stored)));
  }

  private static InputStream decompressed(Storage stored) throws ZipException {
    try {
      return new BZip2CompressorInputStream(stored, true);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public int read() throws ZipException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws ZipException {
    try {
      return in.read(buffer, offset, length);
    } catch (IOException | IllegalStateException | IndexOutOfBoundsException e) {
      throw broken(e);
    }
  }

  private static ZipException broken(Exception failure) {
    ZipException broken = new ZipException(failure.getMessage());
    broken.initCause(failure);
    return broken;
  }

  /** The compressed bytes. */
  private static final class Storage extends FilterInputStream {
    Storage(InputStream stored) {
      super(stored);
    }

    @Override
    public int read() {
      try {
        return super.read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      try {
        return super.read(buffer, offset, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
