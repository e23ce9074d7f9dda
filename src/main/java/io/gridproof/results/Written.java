package io.gridproof.results;

import io.gridproof.nn.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/** What tells one file's bytes from another's. */
record Written(long length, String sha256) {

  /** Writes content to a stream, which stays open. */
  static Written write(Content content, OutputStream out) throws IOException {
    MeasuringStream measured = new MeasuringStream(out);
    content.writeTo(measured);
    measured.flush();
    return measured.written();
  }

  /** Of all that a stream gives. */
  static Written read(InputStream in) throws IOException {
    MeasuringStream measured = new MeasuringStream(OutputStream.nullOutputStream());
    in.transferTo(measured);
    return measured.written();
  }

  private static final class MeasuringStream extends FilterOutputStream {
    private final MessageDigest digest = Sha256.create();
    private long length;

    MeasuringStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      digest.update((byte) b);
      length++;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      out.write(bytes, offset, count);
      digest.update(bytes, offset, count);
      length += count;
    }

    Written written() {
      return new Written(length, Sha256.hex(digest));
    }
  }
}
