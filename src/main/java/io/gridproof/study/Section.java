package io.gridproof.study;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Keys with values, all of them known; the reader asks for each once. */
record Section(Map<String, Yaml.Entry> entries, String location) {

  boolean has(String key) {
    return entries.containsKey(key);
  }

  Optional<Yaml> find(String key) {
    return Optional.ofNullable(entries.get(key)).map(Yaml.Entry::value);
  }

  <T> Optional<T> find(String key, Function<Yaml, T> reader) {
    return find(key).map(reader);
  }

  <T> T get(String key, Function<Yaml, T> reader, T otherwise) {
    return find(key).map(reader).orElse(otherwise);
  }

  /** The section under a key, without keys where the key is absent. */
  Section section(String key, List<String> allowed) {
    return get(key, value -> value.section(allowed), new Section(Map.of(), location));
  }

  Yaml require(String key) {
    return find(key).orElseThrow(() -> refusal("missing key `" + key + "`"));
  }

  /** The one of two keys that is given. */
  String either(String one, String other) {
    if (has(one) != has(other)) {
      return has(one) ? one : other;
    }
    throw refusal(
        "exactly one of `%s` and `%s` is needed, but got %s"
            .formatted(one, other, has(one) ? "both" : "neither"));
  }

  InputException refusal(String problem) {
    return new InputException(problem + " " + location);
  }
}
