package io.gridproof.study;

import io.gridproof.study.Yaml.Entry;
import io.gridproof.study.Yaml.Mapping;
import io.gridproof.study.Yaml.Sequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One {@code --set key=value} of the command line: it replaces a value of the study before the
 * study is checked, so that both come under the same checks.
 *
 * @param keys from the root, for example replicates, count
 */
record Setting(List<String> keys, Yaml value, String location) {

  static Setting parse(String text) {
    String location = "(--set " + Names.shown(text) + ")";
    int equals = text.indexOf('=');
    List<String> keys =
        equals < 0 ? List.of() : List.of(text.substring(0, equals).split("\\.", -1));
    if (keys.isEmpty() || keys.stream().anyMatch(String::isBlank)) {
      throw new InputException(
          "`key=value` is needed, but got `" + Names.shown(text) + "` " + location);
    }
    Yaml value = YamlParser.parse(text.substring(equals + 1), (line, path) -> location);
    return of(keys, value, location);
  }

  /** A parameter is replaced as a whole, and may be given as a bare value or list of values. */
  private static Setting of(List<String> keys, Yaml value, String location) {
    if (!keys.get(0).equals("parameters")) {
      return new Setting(keys, value, location);
    }
    if (keys.size() == 2 && !(value instanceof Mapping)) {
      String key = value instanceof Sequence ? "values" : "value";
      return new Setting(keys, mapping(key, value, location), location);
    }
    if (keys.size() == 3) {
      return new Setting(keys.subList(0, 2), mapping(keys.get(2), value, location), location);
    }
    return new Setting(keys, value, location);
  }

  private static Mapping mapping(String key, Yaml value, String location) {
    return new Mapping(Map.of(key, new Entry(location, value)), location);
  }

  /** The study with this value in its place. */
  Yaml applyTo(Yaml root) {
    return put(root, keys);
  }

  private Yaml put(Yaml at, List<String> path) {
    if (path.isEmpty()) {
      return value;
    }
    if (!(at instanceof Mapping mapping)) {
      throw new InputException("a key below " + at.found() + " cannot be set " + location);
    }
    Map<String, Entry> entries = new LinkedHashMap<>(mapping.entries());
    Entry old = entries.get(path.get(0));
    Yaml below = old == null ? new Mapping(Map.of(), location) : old.value();
    entries.put(path.get(0), new Entry(location, put(below, path.subList(1, path.size()))));
    return new Mapping(entries, mapping.location());
  }
}
