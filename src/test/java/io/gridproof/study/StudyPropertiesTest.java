package io.gridproof.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.nn.Configuration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Laws of grids and of names, over random studies. */
class StudyPropertiesTest {

  /** Values of some of the parameters, each as "name: {values: [...]}". */
  @Provide
  Arbitrary<List<String>> parameters() {
    return Combinators.combine(
            swept("depth", "1", "2", "3"),
            swept("width", "1", "10", "128"),
            swept("activation", "relu", "tanh", "[sigmoid, tanh]", "[tanh, tanh]"),
            swept("initializer", "random", "kaiming", "xavier_as_written"),
            swept("dropout", "0", "0.0", "0.2", "0.5"),
            swept("dropout_kind", "inverted", "as_written"),
            swept("learning_rate", "0.1", "1e-1", "0.001")
                .flatMap(
                    rate -> swept("weight_decay", "0", "0.01").map(decay -> rate + ", " + decay)),
            swept("steps", "1", "500"))
        .as((a, b, c, d, e, f, g, h) -> List.of(a, b, c, d, e, f, g, h));
  }

  private static Arbitrary<String> swept(String parameter, String... values) {
    return Arbitraries.of(values)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(list -> parameter + ": {values: [" + String.join(", ", list) + "]}");
  }

  private static Study study(List<String> parameters, String... settings) {
    return Studies.parse(
        "name: demo\ndataset: {source: mnist}\nparameters: {" + String.join(", ", parameters) + "}",
        settings);
  }

  private static Set<String> trialIds(Study study) {
    return Plan.of(study, Studies.grid(study), "ab12", "1", Set.of()).trials().stream()
        .map(Trial::trialId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Property(tries = 200)
  void theGridHasAsManyPointsAsItsCountSays(@ForAll("parameters") List<String> parameters) {
    ParameterSpace space = study(parameters).parameters();
    assertThat(space.points().count()).isEqualTo(space.count().longValueExact());
  }

  @Property(tries = 200)
  void everyTrialOfAStudyHasANameOfItsOwn(@ForAll("parameters") List<String> parameters) {
    Study study = study(parameters, "replicates.count=2");
    assertThat(trialIds(study)).hasSize(2 * Studies.grid(study).configurations().size());
  }

  @Property(tries = 200)
  void namesDoNotDependOnTheOrderOfKeys(
      @ForAll("parameters") List<String> parameters, @ForAll Random order) {
    List<String> shuffled = new ArrayList<>(parameters);
    Collections.shuffle(shuffled, order);
    assertThat(trialIds(study(shuffled))).isEqualTo(trialIds(study(parameters)));
  }

  @Property(tries = 200)
  void wideningAGridKeepsTheTrialsThatExist(@ForAll("parameters") List<String> parameters) {
    List<String> wider =
        parameters.stream().map(p -> p.replace("0.2", "0.3, 0.2").replace("[1", "[7, 1")).toList();
    assertThat(trialIds(study(wider, "replicates.count=3")))
        .containsAll(trialIds(study(parameters)));
  }

  @Property(tries = 200)
  void aConfigurationIsFoundAgainInItsColumns(@ForAll("parameters") List<String> parameters) {
    for (Configuration configuration : Studies.grid(study(parameters)).configurations()) {
      Point point = Point.of(configuration);
      Point stored = Point.fromColumns(parameter -> parameter.value(point));
      assertThat(stored.configuration()).isEqualTo(configuration);
      assertThat(Parameter.values())
          .allSatisfy(
              parameter -> assertThat(parameter.value(stored)).isEqualTo(parameter.value(point)));
    }
  }

  /** Pieces of YAML, of studies and of neither. */
  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
            "name",
            "depth",
            "values",
            ": ",
            "- ",
            "? ",
            ", ",
            "[",
            "]",
            "{",
            "}",
            "\n",
            "\n  ",
            "'",
            "\"",
            "\\",
            "\\U7fffffff",
            "\\ud800",
            "\\x",
            "|",
            ">-",
            "&a ",
            "*a",
            "!!int ",
            "!",
            "%TAG ",
            "%YAML 9.9\n",
            "---",
            "...",
            "#",
            "~",
            "1",
            "-0",
            "1e9",
            ".nan",
            "\t",
            "\u0000",
            "\ud800",
            "\u2028",
            "\ufeff",
            "<<",
            "=",
            "\r",
            "\u0085")
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .map(pieces -> String.join("", pieces));
  }

  @Property(tries = 5000)
  void anyTextIsAStudyOrIsRefusedInOneLine(
      @ForAll("pieces") String piece, @ForAll @IntRange(max = 200) int place) {
    String text = Studies.SMALLEST;
    int at = Math.min(place, text.length());
    assertThat(refusal(text.substring(0, at) + piece + text.substring(at)))
        .doesNotContainPattern("\\p{Cntrl}");
    assertThat(refusal(piece)).doesNotContainPattern("\\p{Cntrl}");
  }

  @Property(tries = 2000)
  void anySettingIsTakenOrIsRefusedInOneLine(
      @ForAll("pieces") String piece, @ForAll("pieces") String value) {
    assertThat(refusal(Studies.SMALLEST, piece + "=" + value)).doesNotContainPattern("\\p{Cntrl}");
    assertThat(refusal(Studies.SMALLEST, "where=" + value)).doesNotContainPattern("\\p{Cntrl}");
  }

  /** The message; empty where there is a study. */
  private static String refusal(String text, String... settings) {
    try {
      Studies.parse(Studies.parse(text, settings).text());
      return "";
    } catch (InputException refused) {
      return refused.getMessage();
    }
  }
}
