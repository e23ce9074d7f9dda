package io.gridproof.study;

import io.gridproof.nn.Recording;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a user asked for: one YAML file, read and checked, with what {@code --set} changed.
 *
 * @param name a label; only the path {@link #directoryName} derives from it
 * @param description for people
 * @param metric what ranks the configurations
 * @param search which points of the parameters to take
 * @param where which of these points to keep; empty: all
 * @param keepWeights whether the trained weights go to the table {@code models}
 * @param text YAML that reads as this study
 * @param origin the file it came from, for messages
 */
public record Study(
    String name,
    String description,
    DatasetSpec dataset,
    Metric metric,
    ParameterSpace parameters,
    Search search,
    Optional<Where> where,
    Replicates replicates,
    Recording recording,
    boolean keepWeights,
    Limits limits,
    String text,
    String origin) {

  private static final int LONGEST_DIRECTORY_NAME = 64;
  private static final int SUFFIX = 8;

  /**
   * Names that Windows reserves for devices, with any extension, and names that end with a dot,
   * which Windows drops.
   */
  private static final Pattern RESERVED =
      Pattern.compile("(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?|.*\\.");

  /**
   * @param trainRows the size of the training set, which is known once the data is read
   * @throws InputException if a batch is larger than that
   */
  public void checkBatches(int trainRows) {
    parameters.checkBatches(trainRows);
  }

  /**
   * A folder for the results that is safe on a file system: the name itself if it is, otherwise its
   * safe characters and a hash that keeps different names apart.
   */
  public String directoryName() {
    String safe =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-").replaceAll("^[._-]+", "");
    boolean isReserved = RESERVED.matcher(safe).matches();
    if (safe.equals(name) && name.length() <= LONGEST_DIRECTORY_NAME && !isReserved) {
      return name;
    }
    safe = isReserved ? safe.replace('.', '-') : safe;
    int room = LONGEST_DIRECTORY_NAME - 1 - SUFFIX;
    String start = safe.isEmpty() ? "study" : safe.substring(0, Math.min(room, safe.length()));
    return start + "-" + Identity.hash(name).substring(0, SUFFIX);
  }

  /**
   * Why this study may not add to the results of another: a study may grow in parameters and
   * replicates, but its data, its seeds, its metric and the steps of its curves stay. Empty if it
   * may.
   *
   * @param stored the study of the results
   */
  public Optional<String> differsFrom(Study stored) {
    Map<String, String> before = stored.lasting();
    return lasting().entrySet().stream()
        .filter(field -> !field.getValue().equals(before.get(field.getKey())))
        .findFirst()
        .map(
            field ->
                "`%s` is %s in %s, but %s in %s"
                    .formatted(
                        field.getKey(),
                        before.get(field.getKey()),
                        stored.origin,
                        field.getValue(),
                        origin));
  }

  private Map<String, String> lasting() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("dataset.source", dataset.source().toString());
    fields.put("dataset.train", orAbsent(dataset.train().stream().boxed()));
    fields.put("dataset.validation", String.valueOf(dataset.validation()));
    fields.put("dataset.test", orAbsent(dataset.test().stream().boxed()));
    fields.put("dataset.split_seed", orAbsent(dataset.splitSeed().stream().boxed()));
    fields.put("replicates.seed", String.valueOf(replicates.seed()));
    fields.put("replicates.vary", replicates.vary().stream().map(Names::of).toList().toString());
    fields.put("metric.name", metric.name().column());
    fields.put("metric.goal", Names.of(metric.goal()));
    fields.put("record.train_every", String.valueOf(recording.trainEvery()));
    fields.put("record.test_every", String.valueOf(recording.testEvery()));
    return fields;
  }

  private static String orAbsent(Stream<?> number) {
    return number.map(String::valueOf).findFirst().orElse("not given");
  }
}
