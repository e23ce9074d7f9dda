package io.gridproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContinuationTest {

  @Test
  void itIsTheCommandItself() {
    assertThat(Continuation.text("./submit.sh --master local\\[2\\] run a\\ study.yaml "))
        .isEqualTo("continue with  ./submit.sh --master local\\[2\\] run a\\ study.yaml");
    assertThat(Continuation.text(null)).isEqualTo("run the same command again to continue");
  }

  @Test
  void secretsAreNotRepeated() {
    assertThat(
            Continuation.text(
                "./submit.sh --conf spark.hadoop.fs.s3a.secret.key=ab\\ cd --conf"
                    + " spark.ssl.keyPassword=x run s.yaml"))
        .isEqualTo(
            "continue with  ./submit.sh --conf spark.hadoop.fs.s3a.secret.key=... --conf"
                + " spark.ssl.keyPassword=... run s.yaml");
  }
}
