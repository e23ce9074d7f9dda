package io.gridproof.study;

import io.gridproof.study.Yaml.Entry;
import io.gridproof.study.Yaml.Kind;
import io.gridproof.study.Yaml.Mapping;
import io.gridproof.study.Yaml.Scalar;
import io.gridproof.study.Yaml.Sequence;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Turns text into {@link Yaml} straight from the parser's events, before anything is constructed:
 * one document, no tags, no aliases (so no bombs), no key twice, not deeper than {@link
 * #MOST_LEVELS}.
 */
final class YamlParser {
  static final int MOST_LEVELS = 50;

  /** How messages name a place in the text. */
  @FunctionalInterface
  interface Locator {
    /**
     * @param line 1 for the first
     * @param path the keys from the root, joined by dots; empty at the root
     */
    String locate(int line, String path);
  }

  private final Iterator<Event> events;
  private final Locator locator;

  /** Of the last event. */
  private int line = 1;

  private YamlParser(Iterator<Event> events, Locator locator) {
    this.events = events;
    this.locator = locator;
  }

  static Yaml parse(String text, Locator locator) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE); // the caller limits the text
    Iterator<Event> events =
        new org.yaml.snakeyaml.Yaml(options).parse(new StringReader(text)).iterator();
    YamlParser parser = new YamlParser(events, locator);
    try {
      return parser.document();
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark().getLine() + 1;
      throw new InputException(notYaml(e.getProblem(), locator.locate(line, "")), e);
    } catch (ReaderException e) {
      long line = 1 + text.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count();
      String problem = "character U+%04X is not allowed".formatted(e.getCodePoint());
      throw new InputException(notYaml(problem, locator.locate((int) line, "")), e);
    } catch (YAMLException | IllegalArgumentException e) {
      // SnakeYAML lets the NumberFormatException of an escape that the text cuts off through.
      throw new InputException(notYaml(e.getMessage(), locator.locate(parser.line, "")), e);
    }
  }

  private static String notYaml(String problem, String location) {
    return "not YAML: " + Names.oneLine(problem) + " " + location;
  }

  private Yaml document() {
    next(); // the start of the stream
    Event start = next();
    if (!start.is(Event.ID.DocumentStart)) {
      return new Scalar(Kind.NOTHING, "", location(start, ""));
    }
    Yaml root = value(next(), "", 0);
    next(); // the end of the document
    Event end = next();
    if (!end.is(Event.ID.StreamEnd)) {
      throw refusal("one document is needed, but got another", end, "");
    }
    return root;
  }

  private Event next() {
    Event event = events.next();
    line = event.getStartMark().getLine() + 1;
    return event;
  }

  private Yaml value(Event event, String path, int level) {
    checkPlainNode(event, path);
    if (level > MOST_LEVELS) {
      throw refusal("`levels <= " + MOST_LEVELS + "` must hold, but got more", event, "");
    }
    return switch (event.getEventId()) {
      case Scalar -> scalar((ScalarEvent) event, path);
      case SequenceStart -> sequence(event, path, level);
      case MappingStart -> mapping(event, path, level);
      default -> throw new IllegalStateException("no value starts with " + event);
    };
  }

  private void checkPlainNode(Event event, String path) {
    if (event instanceof AliasEvent alias) {
      String name = Names.shown(alias.getAnchor());
      throw refusal("aliases are not allowed, but got `*" + name + "`", event, path);
    }
    if (event instanceof NodeEvent node && node.getAnchor() != null) {
      String name = Names.shown(node.getAnchor());
      throw refusal("anchors are not allowed, but got `&" + name + "`", event, path);
    }
    if (tag(event) != null) {
      String written = Names.shown(tag(event).replace(Tag.PREFIX, "!!"));
      throw refusal("tags are not allowed, but got `" + written + "`", event, path);
    }
  }

  private static String tag(Event event) {
    if (event instanceof ScalarEvent scalar) {
      return scalar.getTag();
    }
    return event instanceof CollectionStartEvent start ? start.getTag() : null;
  }

  private Scalar scalar(ScalarEvent event, String path) {
    Kind kind = event.isPlain() ? Kind.of(event.getValue()) : Kind.TEXT;
    return new Scalar(kind, event.getValue(), location(event, path));
  }

  private Sequence sequence(Event start, String path, int level) {
    List<Yaml> items = new ArrayList<>();
    for (Event event = next(); !event.is(Event.ID.SequenceEnd); event = next()) {
      items.add(value(event, path, level + 1));
    }
    return new Sequence(Collections.unmodifiableList(items), location(start, path));
  }

  private Mapping mapping(Event start, String path, int level) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Event event = next(); !event.is(Event.ID.MappingEnd); event = next()) {
      checkPlainNode(event, path);
      if (!(event instanceof ScalarEvent scalar)) {
        throw refusal("a key is a name, but got a list or keys with values", event, path);
      }
      String key = scalar.getValue();
      if (entries.containsKey(key)) {
        throw refusal("duplicate key `" + Names.shown(key) + "`", event, path);
      }
      Yaml value = value(next(), below(path, key), level + 1);
      entries.put(key, new Entry(location(event, path), atKey(value, event, below(path, key))));
    }
    return new Mapping(Collections.unmodifiableMap(entries), location(start, path));
  }

  /** A section is found at its key, not at the first key below. */
  private Yaml atKey(Yaml value, Event key, String path) {
    return value instanceof Mapping mapping
        ? new Mapping(mapping.entries(), location(key, path))
        : value;
  }

  /** To the user, a value at parameters.depth.values belongs to parameters.depth. */
  private static String below(String path, String key) {
    if (path.startsWith("parameters.") && (key.equals("value") || key.equals("values"))) {
      return path;
    }
    return path.isEmpty() ? Names.shown(key) : path + "." + Names.shown(key);
  }

  private InputException refusal(String problem, Event event, String path) {
    return new InputException(problem + " " + location(event, path));
  }

  private String location(Event event, String path) {
    return locator.locate(event.getStartMark().getLine() + 1, path);
  }
}
