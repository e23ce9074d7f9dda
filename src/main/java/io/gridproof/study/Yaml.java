package io.gridproof.study;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A value of a YAML text that knows where it stands, so that every refusal can say so. What a plain
 * scalar means follows the core schema of YAML 1.2: {@code 1e-3} is a number, {@code no} is text.
 */
sealed interface Yaml {

  /** For example {@code (jobs/paper.yaml:14, parameters.dropout)}. */
  String location();

  /** The kind and, where short, the value: for the "but got" of an error. */
  String found();

  record Mapping(Map<String, Entry> entries, String location) implements Yaml {
    @Override
    public String found() {
      return "keys with values";
    }
  }

  /** A value under a key; an error may be about either. */
  record Entry(String keyLocation, Yaml value) {}

  record Sequence(List<Yaml> items, String location) implements Yaml {
    @Override
    public String found() {
      return "a list";
    }
  }

  record Scalar(Kind kind, String written, String location) implements Yaml {
    @Override
    public String found() {
      return kind == Kind.NOTHING ? "nothing" : kind.noun + " `" + Names.shown(written) + "`";
    }
  }

  /** What a scalar means. */
  enum Kind {
    NOTHING("nothing", "|~|null|Null|NULL"),
    FLAG("the flag", "true|True|TRUE|false|False|FALSE"),
    WHOLE("the whole number", "[-+]?[0-9]+"),
    NUMBER(
        "the number",
        "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
            + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)"),
    TEXT("the text", "(?s).*");

    private final String noun;
    private final Pattern form;

    Kind(String noun, String form) {
      this.noun = noun;
      this.form = Pattern.compile(form);
    }

    /** The kind of a scalar without quotes. */
    static Kind of(String plain) {
      for (Kind kind : values()) {
        if (kind.form.matcher(plain).matches()) {
          return kind;
        }
      }
      throw new AssertionError("any string is text");
    }
  }

  default String text() {
    return scalar("text", Kind.TEXT).written;
  }

  default boolean flag() {
    return scalar("true or false", Kind.FLAG).written.equalsIgnoreCase("true");
  }

  /** A whole number of which {@code least <= name <= most} must hold. */
  default long whole(String name, long least, long most) {
    String digits = scalar("a whole number", Kind.WHOLE).written;
    return asLong(digits)
        .filter(number -> least <= number && number <= most)
        .orElseThrow(
            () ->
                refusal(
                    "`%d <= %s <= %d` must hold, but got %s"
                        .formatted(least, name, most, Names.shown(digits))));
  }

  /** Empty where the digits are more than a long has room for. */
  private static Optional<Long> asLong(String digits) {
    try {
      return Optional.of(Long.parseLong(digits));
    } catch (NumberFormatException tooLong) {
      return Optional.empty();
    }
  }

  default int integer(String name, int least, int most) {
    return Math.toIntExact(whole(name, least, most));
  }

  /** Any number of binary64, NaN and infinities too: its range is for the caller to check. */
  default double number() {
    String text = scalar("a number", Kind.WHOLE, Kind.NUMBER).written;
    return switch (text.substring(text.length() - 1).toLowerCase(Locale.ROOT)) {
      case "n" -> Double.NaN;
      case "f" -> text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      default -> Double.parseDouble(text) + 0.0; // -0.0 and 0.0 are one value of a parameter
    };
  }

  default <E extends Enum<E>> E choice(Class<E> type, String noun) {
    String name = text();
    List<String> allowed = Names.all(type);
    if (!allowed.contains(name)) {
      throw unknown(noun, name, allowed, location());
    }
    return Names.parse(type, name);
  }

  default List<Yaml> items() {
    if (this instanceof Sequence sequence) {
      return sequence.items;
    }
    throw wanted("a list");
  }

  default <T> List<T> items(Function<Yaml, T> item) {
    return items().stream().map(item).toList();
  }

  /** The keys below this value. A key that is not allowed is refused. */
  default Section section(List<String> allowed) {
    if (this instanceof Mapping mapping) {
      mapping.entries.forEach(
          (key, entry) -> {
            if (!allowed.contains(key)) {
              throw unknown("key", key, allowed, entry.keyLocation);
            }
          });
      return new Section(mapping.entries, location());
    }
    throw wanted("a section with keys among " + String.join(", ", allowed));
  }

  /** What the supplier makes. If it refuses a value as out of range, the error names this place. */
  default <T> T check(Supplier<T> supplier) {
    try {
      return supplier.get();
    } catch (IllegalArgumentException violated) {
      throw new InputException(Names.oneLine(violated.getMessage()) + " " + location(), violated);
    }
  }

  default InputException wanted(String what) {
    return refusal(what + " is needed, but got " + found());
  }

  default InputException refusal(String problem) {
    return new InputException(problem + " " + location());
  }

  private static InputException unknown(
      String noun, String name, List<String> allowed, String location) {
    return new InputException(
        "unknown %s `%s`%s %s; allowed: %s"
            .formatted(
                noun,
                Names.shown(name),
                Names.guess(name, allowed),
                location,
                String.join(", ", allowed)));
  }

  private Scalar scalar(String what, Kind... kinds) {
    if (this instanceof Scalar scalar && List.of(kinds).contains(scalar.kind)) {
      return scalar;
    }
    throw wanted(what);
  }
}
