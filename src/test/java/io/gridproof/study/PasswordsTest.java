package io.gridproof.study;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3a://key:canary@bucket/data",
        "idx:https://user:canary@host:8080/x",
        "hdfs://:canary@host",
        "a: 1\n# was csv:ftp://user:can/ary@host/x\nb: 2",
        "s3a://key:12canary@bucket",
      })
  void areRefusedAndNotShown(String text) {
    assertThatThrownBy(() -> Passwords.refuse(text, "place"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "a URL has no password: credentials belong into Spark's settings (place:")
        .hasMessageNotContaining("canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hdfs://namenode:8020/data@2026",
        "hdfs://user@namenode:8020/data",
        "s3a://bucket/data",
        "idx:/data/a:b@c",
        "https://host:8080/?mail=a@b",
        "written by a@b.org, see https://host/x: y",
      })
  void othersAreNone(String text) {
    assertThatCode(() -> Passwords.refuse(text, "place")).doesNotThrowAnyException();
  }

  @Test
  void theLineIsNamed() {
    assertThatThrownBy(() -> Passwords.refuse("a\nb\nc://d:e@f", "study.yaml"))
        .hasMessageEndingWith("(study.yaml:3)");
  }
}
