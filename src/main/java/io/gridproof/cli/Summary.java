package io.gridproof.cli;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import io.gridproof.cli.terminal.Screen;
import io.gridproof.cli.terminal.TextTable;
import io.gridproof.nn.Status;
import io.gridproof.study.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What {@code run} says at its end, from the views of the results. */
final class Summary {
  private static final int MOST_ROWS = 20;
  private static final Pattern PLAIN = Pattern.compile("[\\w./:=@%+-]+");
  private static final int MOST_UNFINISHED = 5;
  private static final int LONGEST_ERROR = 160;

  private final SparkSession spark;
  private final String directory;

  /**
   * @param spark whose session has the views
   */
  Summary(SparkSession spark, String directory) {
    this.spark = spark;
    this.directory = directory;
  }

  String text(Screen screen) {
    List<Row> leaderboard =
        spark.sql("SELECT * FROM leaderboard ORDER BY rank, config_id").collectAsList();
    return Stream.of(
            table(leaderboard.subList(0, Math.min(MOST_ROWS, leaderboard.size()))).render(screen),
            constants(leaderboard) + hidden(leaderboard.size() - MOST_ROWS),
            "",
            statuses() + " in " + directory + unfinished(),
            digest(),
            "ask  ./submit.sh sql " + quoted(directory) + " -e \"SELECT * FROM leaderboard\"")
        .collect(joining("\n"));
  }

  /** For a shell, if it would take it for more than one word. */
  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** Whether every trial is there and FINISHED. */
  boolean allFinished() {
    return spark
        .sql("SELECT 1 FROM trials WHERE status <> '%s'".formatted(Status.FINISHED))
        .isEmpty();
  }

  private static TextTable table(List<Row> leaderboard) {
    List<Parameter> swept =
        Arrays.stream(Parameter.values()).filter(p -> isShown(p, leaderboard)).toList();
    TextTable table = new TextTable().number("#");
    swept.forEach(p -> addColumn(p, table));
    table.number(leaderboard.get(0).<String>getAs("metric"));
    table.number("std").text("95 % interval").number("n");
    for (Row row : leaderboard) {
      Stream<Object> ranked = Stream.of(row.<Object>getAs("rank"));
      Stream<Object> point = swept.stream().map(p -> value(p, row));
      Stream<Object> statistics =
          Stream.of(
              decimal(row.getAs("mean")), decimal(row.getAs("std")), interval(row), row.getAs("n"));
      table.row(Stream.concat(ranked, Stream.concat(point, statistics)).toArray());
    }
    return table;
  }

  private static void addColumn(Parameter parameter, TextTable table) {
    if (parameter.type() == String.class) {
      table.text(parameter.column());
    } else {
      table.number(parameter.column());
    }
  }

  /** Parameters that differ; {@code hidden} only where depth and width do not say it all. */
  private static boolean isShown(Parameter parameter, List<Row> rows) {
    boolean uniform = rows.stream().allMatch(row -> row.getAs(Parameter.WIDTH.column()) != null);
    boolean redundant =
        uniform
            ? parameter == Parameter.HIDDEN
            : parameter == Parameter.DEPTH || parameter == Parameter.WIDTH;
    return !redundant && values(parameter, rows).size() > 1;
  }

  private static Set<Object> values(Parameter parameter, List<Row> rows) {
    return rows.stream().map(row -> value(parameter, row)).collect(toSet());
  }

  private static Object value(Parameter parameter, Row row) {
    Object value = row.getAs(parameter.column());
    return value != null ? value : parameter == Parameter.BATCH_SIZE ? "full" : "";
  }

  private static String constants(List<Row> rows) {
    return Arrays.stream(Parameter.values())
        .filter(p -> p != Parameter.HIDDEN && values(p, rows).size() == 1)
        .filter(p -> !value(p, rows.get(0)).equals(""))
        .map(p -> p.column() + " " + value(p, rows.get(0)))
        .collect(joining(", ", "with ", ""));
  }

  private static String hidden(int rows) {
    return rows > 0 ? "\n" + rows + " more configurations are in the view leaderboard" : "";
  }

  private String statuses() {
    return spark
        .sql("SELECT status, count(*) AS n FROM trials GROUP BY status ORDER BY n DESC, status")
        .collectAsList()
        .stream()
        .map(row -> row.getLong(1) + " trials " + row.getString(0))
        .collect(joining(", "));
  }

  /** Which trials did not finish and why: the first of them, a line each. */
  private String unfinished() {
    List<Row> trials =
        spark
            .sql(
                "SELECT trial_id, status, error FROM trials WHERE status <> '%s'"
                    .formatted(Status.FINISHED))
            .orderBy("status", "trial_id")
            .collectAsList();
    StringBuilder text = new StringBuilder();
    for (Row row : trials.subList(0, Math.min(MOST_UNFINISHED, trials.size()))) {
      text.append("\n  %s %s: %s".formatted(row.get(0), row.get(1), shortened(row.getString(2))));
    }
    int more = trials.size() - MOST_UNFINISHED;
    return more > 0 ? text + "\n  and " + more + " more" : text.toString();
  }

  private static String shortened(String error) {
    String line = error.replaceAll("\\s*\\R\\s*", " ");
    return line.length() <= LONGEST_ERROR ? line : line.substring(0, LONGEST_ERROR) + " ...";
  }

  private String digest() {
    Row digests = spark.sql("SELECT digest, training_digest FROM study_digest").first();
    return digests.isNullAt(0)
        ? "digest of weights and curves alone, as some trials were written by an earlier version "
            + digests.getString(1)
        : "digest " + digests.getString(0);
  }

  private static String interval(Row row) {
    Double low = row.getAs("ci_low");
    Double high = row.getAs("ci_high");
    return low == null ? "" : decimal(low) + " .. " + decimal(high);
  }

  private static String decimal(Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.4f", value);
  }
}
