package io.gridproof.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.nn.ConfusionMatrix;
import io.gridproof.nn.Sha256;
import io.gridproof.results.RunTrial.Split;
import io.gridproof.study.Parameter;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** The encoding under the digests of rows, written down a second time. */
class RowDigestTest {
  private static final Columns<Integer> COLUMNS =
      Columns.<Integer>none()
          .text("text", n -> "né")
          .integer("integer", n -> -2)
          .longInteger("long", n -> 3L)
          .real("double", n -> 0.1)
          .text("absent", n -> null);

  /** Writes what a digest covers. */
  @FunctionalInterface
  private interface Encoding {
    void writeTo(DataOutputStream out) throws IOException;
  }

  private static String sha256(Encoding encoding) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    encoding.writeTo(new DataOutputStream(bytes));
    MessageDigest digest = Sha256.create();
    digest.update(bytes.toByteArray());
    return Sha256.hex(digest);
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Test
  void aRowIsEncodedInTheOrderOfItsColumnsNamesWithoutThoseThatAreNull() throws IOException {
    assertThat(RowDigest.of(COLUMNS, COLUMNS.row(0)))
        .isEqualTo(
            sha256(
                out -> {
                  text(out, "double");
                  out.writeLong(Double.doubleToLongBits(0.1));
                  text(out, "integer");
                  out.writeInt(-2);
                  text(out, "long");
                  out.writeLong(3);
                  text(out, "text");
                  text(out, "né");
                }));
  }

  @Test
  void confusionMatricesAreEncodedSplitBySplit() throws IOException {
    Split train = new Split("train", new ConfusionMatrix(new int[][] {{1, 2}, {3, 4}}));
    Split test = new Split("test", new ConfusionMatrix(new int[][] {{5}}));
    assertThat(RowDigest.of(List.of(train, test)))
        .isEqualTo(
            sha256(
                out -> {
                  text(out, "train");
                  for (int value : new int[] {2, 1, 2, 3, 4}) {
                    out.writeInt(value);
                  }
                  text(out, "test");
                  out.writeInt(1);
                  out.writeInt(5);
                }));
  }

  @Test
  void everyRepeatedColumnOfATrialChangesItsDigest() {
    Columns<?> repeated = TrialColumns.REPEATED;
    Row row =
        TrialColumns.REPEATED.row(
            new RunTrial(new SyntheticStudy(1).run("run"), new SyntheticStudy(1).reports().get(0)));
    Set<String> digests = new HashSet<>(Set.of(RowDigest.of(repeated, row)));
    for (int i = 0; i < repeated.list().size(); i++) {
      Object[] values = new Object[row.length()];
      for (int j = 0; j < values.length; j++) {
        values[j] = i == j ? other(repeated.list().get(j).type(), row.get(j)) : row.get(j);
      }
      String digest = RowDigest.of(repeated, repeated.row(values));
      assertThat(digests.add(digest)).as(repeated.names().get(i)).isTrue();
    }
  }

  private static Object other(ColumnType type, Object value) {
    return switch (type) {
      case TEXT -> value + "?";
      case INTEGER -> value == null ? 1 : (int) value + 1;
      case LONG -> (long) value + 1;
      case DOUBLE -> value == null ? 0.0 : Math.nextUp((double) value);
      case TIME, BYTES -> throw new IllegalArgumentException("not covered");
    };
  }

  @Test
  void whatIsNotCoveredIsInTheConfigIdOrSaysWhoRanItWhereAndWhen() {
    Set<String> others = new HashSet<>(Table.TRIALS.columns().names());
    others.removeAll(TrialColumns.REPEATED.names());
    for (Parameter parameter : Parameter.values()) {
      assertThat(others.remove(parameter.column())).as(parameter.column()).isTrue();
    }
    assertThat(others)
        .containsExactlyInAnyOrder(
            "study",
            "run_id",
            "results_sha256",
            "started_at",
            "train_millis",
            "host",
            "executor_id",
            "attempt");
  }
}
