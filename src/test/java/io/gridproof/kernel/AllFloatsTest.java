package io.gridproof.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.gridproof.kernel.TestFunction.Deviation;
import io.gridproof.nn.Sha256;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Proves by trying: each function at every one of the 2^32 floats, in the order of their bits. It
 * takes minutes, so that only the profile {@code exhaustive} runs it.
 */
@Tag("exhaustive")
class AllFloatsTest {
  /** How many inputs a thread takes at a time. */
  private static final int CHUNK = 1 << 20;

  /** How many inputs wait to be digested, which goes in order. */
  private static final int BATCH = 16 * CHUNK;

  /** The results for a chunk, which vectors have confirmed, and the largest deviation. */
  private record Chunk(float[] results, Deviation worst) {
    static Chunk of(TestFunction function, long first) {
      float[] results = function.results(first, 1, CHUNK);
      if (function.hasTwin()) {
        int differing = Arrays.mismatch(function.twinResults(first, CHUNK), results);
        if (differing >= 0) {
          fail(
              "%s(%s) differs on vectors", function, Float.intBitsToFloat((int) first + differing));
        }
      }
      return new Chunk(results, function.worst(first, 1, results));
    }
  }

  @ParameterizedTest
  @EnumSource
  void isTheSameOnVectorsAndWithinTwoUlpsAndKeepsItsBits(TestFunction function) {
    MessageDigest digest = Sha256.create();
    Deviation worst = new Deviation(0, 0);
    for (long batch = 0; batch < TestFunction.ALL; batch += BATCH) {
      for (Chunk chunk : chunks(function, batch)) {
        TestFunction.update(digest, chunk.results);
        worst = worst.worse(chunk.worst);
      }
    }
    worst.assertIsSmall();
    assertThat(Sha256.hex(digest)).isEqualTo(function.sha256);
  }

  private static List<Chunk> chunks(TestFunction function, long batch) {
    return LongStream.range(0, BATCH / CHUNK)
        .parallel()
        .mapToObj(chunk -> Chunk.of(function, batch + chunk * CHUNK))
        .toList();
  }
}
