package io.gridproof.study;

import io.gridproof.nn.Recording;
import io.gridproof.study.Metric.Goal;
import io.gridproof.study.Replicates.Purpose;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads a study strictly: the first thing that is unknown, doubled, missing, of the wrong type or
 * out of range is refused with file, line, key, what was found and what is allowed.
 */
public final class StudyReader {
  static final int MOST_BYTES = 1 << 20;
  static final int LONGEST_NAME = 200;
  static final int MOST_REPLICATES = 100_000;
  static final int MOST_MINUTES = 7 * 24 * 60;

  private static final List<String> KEYS =
      List.of(
          "name",
          "description",
          "dataset",
          "method",
          "metric",
          "parameters",
          "where",
          "replicates",
          "record",
          "limits",
          "claims");

  private StudyReader() {}

  /**
   * @param settings key=value, each as if the file said so
   * @throws InputException if there is no valid study
   */
  public static Study read(Path file, List<String> settings) {
    String name = Names.oneLine(file.toString());
    if (Files.isDirectory(file)) {
      throw new InputException("a study is a file, but " + name + " is a directory");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString(), settings);
    } catch (NoSuchFileException e) {
      throw new InputException("there is no file " + name, e);
    } catch (IOException e) {
      throw new InputException("cannot read " + name + ": " + e, e);
    }
  }

  /**
   * @param in the file's bytes
   * @param origin names the file in messages
   * @param settings key=value, each as if the file said so
   * @throws InputException if there is no valid study
   */
  public static Study read(InputStream in, String origin, List<String> settings)
      throws IOException {
    return parse(contents(in, Names.oneLine(origin)), origin, settings);
  }

  /**
   * @param origin names the text in messages, as a file would be named
   * @param settings key=value, each as if the text said so
   * @throws InputException if there is no valid study
   */
  public static Study parse(String text, String origin, List<String> settings) {
    String name = Names.oneLine(origin);
    Passwords.refuse(text, name);
    Yaml root = YamlParser.parse(text, (line, path) -> location(name, line, path));
    for (String setting : settings) {
      root = Setting.parse(setting).applyTo(root);
    }
    String effective =
        settings.isEmpty()
            ? text
            : "# %s\n%s".formatted(command(name, settings), YamlWriter.write(root));
    return study(root.section(KEYS), effective, name);
  }

  private static String command(String origin, List<String> settings) {
    return Names.oneLine(origin + " --set " + String.join(" --set ", settings));
  }

  private static String location(String origin, int line, String path) {
    return "(" + origin + ":" + line + (path.isEmpty() ? "" : ", " + path) + ")";
  }

  private static String contents(InputStream in, String name) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new InputException(
          "`bytes of a study <= " + MOST_BYTES + "` must hold, but got more (" + name + ")");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InputException("not YAML: the text is not UTF-8 (" + name + ")", e);
    }
  }

  private static Study study(Section root, String text, String origin) {
    String name = name(root.require("name"));
    root.find("claims").ifPresent(StudyReader::checkNoClaims);
    DatasetSpec dataset = dataset(root.require("dataset"));
    ParameterSpace parameters = ParameterReader.read(root.require("parameters"));
    dataset.train().ifPresent(parameters::checkBatches);
    Section record = root.section("record", List.of("train_every", "test_every", "weights"));
    return new Study(
        name,
        root.get("description", Yaml::text, ""),
        dataset,
        metric(root.section("metric", List.of("name", "goal")), dataset),
        parameters,
        root.get("method", method -> method.choice(Search.class, "method"), Search.GRID),
        root.find("where", StudyReader::where),
        replicates(root.section("replicates", List.of("count", "seed", "vary"))),
        new Recording(every(record, "train_every", 1), every(record, "test_every", 10)),
        record.get("weights", Yaml::flag, false),
        limits(root.section("limits", List.of("trial_minutes", "failed_trials"))),
        text,
        origin);
  }

  private static String name(Yaml value) {
    String name = value.text();
    int length = name.codePointCount(0, name.length());
    if (length < 1 || length > LONGEST_NAME) {
      throw value.refusal(
          "`1 <= characters of name <= " + LONGEST_NAME + "` must hold, but got " + length);
    }
    if (name.isBlank() || !Names.isPrintable(name)) {
      throw value.refusal("a name has printable characters only, but got " + value.found());
    }
    return name;
  }

  private static void checkNoClaims(Yaml claims) {
    if (!claims.items().isEmpty()) {
      throw claims.refusal(
          "claims are not evaluated by this version: only an empty list is allowed");
    }
  }

  private static DatasetSpec dataset(Yaml value) {
    Section dataset = value.section(List.of("source", "train", "validation", "test", "split_seed"));
    Yaml source = dataset.require("source");
    return new DatasetSpec(
        source.check(() -> DatasetSpec.Source.parse(source.text())),
        rows(dataset, "train", 1),
        rows(dataset, "validation", 0).orElse(0),
        rows(dataset, "test", 1),
        dataset
            .find("split_seed", seed -> OptionalLong.of(seed("split_seed", seed)))
            .orElse(OptionalLong.empty()));
  }

  private static OptionalInt rows(Section dataset, String key, int least) {
    return dataset
        .find(key, rows -> OptionalInt.of(rows.integer(key, least, Integer.MAX_VALUE)))
        .orElse(OptionalInt.empty());
  }

  private static Metric metric(Section metric, DatasetSpec dataset) {
    Metric.Name name =
        metric.get(
            "name", value -> value.choice(Metric.Name.class, "metric"), Metric.Name.TEST_ACCURACY);
    if (name.needsValidation() && dataset.validation() == 0) {
      throw metric.refusal(
          "`dataset.validation >= 1` must hold for the metric " + name.column() + ", but got 0");
    }
    return new Metric(
        name, metric.get("goal", value -> value.choice(Goal.class, "goal"), name.usualGoal()));
  }

  private static Where where(Yaml value) {
    if (value.text().isBlank()) {
      throw value.wanted("a predicate");
    }
    return new Where(value.text(), value.location());
  }

  private static Replicates replicates(Section replicates) {
    return new Replicates(
        replicates.get("count", count -> count.integer("count", 1, MOST_REPLICATES), 1),
        replicates.get("seed", seed -> seed("seed", seed), 42L),
        replicates.get("vary", StudyReader::vary, EnumSet.allOf(Purpose.class)));
  }

  private static Set<Purpose> vary(Yaml value) {
    List<Purpose> purposes = value.items(item -> item.choice(Purpose.class, "seed"));
    if (purposes.isEmpty()) {
      throw value.refusal(
          "replicates that vary nothing are one and the same: `vary` must not be empty");
    }
    return EnumSet.copyOf(purposes);
  }

  private static long seed(String key, Yaml value) {
    return value.whole(key, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static int every(Section record, String key, int otherwise) {
    return record.get(key, steps -> steps.integer(key, 1, Integer.MAX_VALUE), otherwise);
  }

  private static Limits limits(Section limits) {
    return new Limits(
        limits
            .find("trial_minutes", value -> OptionalDouble.of(minutes(value)))
            .orElse(OptionalDouble.empty()),
        limits
            .find(
                "failed_trials",
                value -> OptionalInt.of(value.integer("failed_trials", 0, Integer.MAX_VALUE)))
            .orElse(OptionalInt.empty()));
  }

  private static double minutes(Yaml value) {
    double minutes = value.number();
    if (minutes > 0 && minutes <= MOST_MINUTES) {
      return minutes;
    }
    throw value.refusal(
        "`0 < trial_minutes <= " + MOST_MINUTES + "` must hold, but got " + minutes);
  }
}
