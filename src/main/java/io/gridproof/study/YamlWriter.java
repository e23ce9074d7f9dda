package io.gridproof.study;

import static java.util.stream.Collectors.joining;

import io.gridproof.study.Yaml.Kind;
import io.gridproof.study.Yaml.Mapping;
import io.gridproof.study.Yaml.Scalar;
import io.gridproof.study.Yaml.Sequence;

/** Writes {@link Yaml} as text that reads as the same. */
final class YamlWriter {
  private YamlWriter() {}

  /**
   * Writes each key of the root and of its sections on a line of its own, and everything below in
   * flow style.
   */
  static String write(Yaml root) {
    return block(root, "");
  }

  private static String block(Yaml value, String indent) {
    if (!(value instanceof Mapping mapping) || mapping.entries().isEmpty() || indent.length() > 2) {
      return " " + flow(value) + "\n";
    }
    String lines =
        mapping.entries().entrySet().stream()
            .map(
                e -> indent + quoted(e.getKey()) + ":" + block(e.getValue().value(), indent + "  "))
            .collect(joining());
    return indent.isEmpty() ? lines : "\n" + lines;
  }

  private static String flow(Yaml value) {
    if (value instanceof Mapping mapping) {
      return mapping.entries().entrySet().stream()
          .map(e -> quoted(e.getKey()) + ": " + flow(e.getValue().value()))
          .collect(joining(", ", "{", "}"));
    }
    if (value instanceof Sequence sequence) {
      return sequence.items().stream().map(YamlWriter::flow).collect(joining(", ", "[", "]"));
    }
    Scalar scalar = (Scalar) value;
    return scalar.kind() == Kind.TEXT ? quoted(scalar.written()) : scalar.written();
  }

  private static String quoted(String text) {
    if (text.matches("[a-z][a-z0-9_]*") && Kind.of(text) == Kind.TEXT) {
      return text;
    }
    return text.chars().mapToObj(c -> escaped((char) c)).collect(joining("", "\"", "\""));
  }

  private static String escaped(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      default ->
          Character.isLetterOrDigit(c) || c >= ' ' && c <= '~'
              ? "" + c
              : "\\u%04x".formatted((int) c);
    };
  }
}
