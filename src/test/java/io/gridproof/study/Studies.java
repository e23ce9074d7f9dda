package io.gridproof.study;

import java.util.List;

/** Small studies for tests. */
final class Studies {
  static final String FILE = "demo.yaml";

  /** All that a study must have, and no more. */
  static final String SMALLEST =
      """
      name: demo
      dataset: {source: mnist}
      parameters:
        depth: {value: 1}
        width: {value: 10}
        learning_rate: {value: 0.1}
        steps: {value: 5}
      """;

  /** Keeps everything. */
  static final PointFilter ALL = where -> point -> true;

  private Studies() {}

  static Study parse(String text, String... settings) {
    return StudyReader.parse(text, FILE, List.of(settings));
  }

  /** The smallest study with {@code --set}. */
  static Study with(String... settings) {
    return parse(SMALLEST, settings);
  }

  static Grid grid(Study study) {
    return Grid.of(study, ALL);
  }
}
