package io.gridproof.cli.sql;

import io.gridproof.cli.sql.SqlScript.Statement;
import io.gridproof.results.Messages;
import io.gridproof.study.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.QueryContext;
import org.apache.spark.QueryContextType;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;

/**
 * Runs statements over the registered views.
 *
 * @param reading runs a query over what is committed then, and again if it loses a file
 * @param origin names the text of the statements in messages, as a file would be named
 */
public record SqlSession(
    SparkSession spark, Consumer<Runnable> reading, RowOutput output, String origin) {
  /**
   * The classes of SQLSTATE that are about the query and its data, not about the engine: a feature
   * that is not supported, cardinality, data, syntax and names, limits, the user's own error.
   */
  private static final Set<String> MISTAKES = Set.of("0A", "21", "22", "42", "54", "P0");

  /**
   * Runs a statement and writes its rows.
   *
   * @throws InputException if the statement is wrong, or does more than read and make temporary
   *     views
   */
  public void run(Statement statement) {
    try {
      // Or else ${env:NAME} could carry a secret into the address of a file to read.
      spark.conf().set("spark.sql.variable.substitute", "false");
      new ReadOnly((org.apache.spark.sql.classic.SparkSession) spark)
          .check(statement.text(), place(statement.line(), statement.column()));
      reading.accept(() -> output.write(spark.sql(statement.text())));
    } catch (Exception e) {
      throw explained(e, statement);
    }
  }

  /** Scala does not declare what it throws, so that an exception here may be a checked one. */
  private RuntimeException explained(Exception failure, Statement statement) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable error && isMistake(error)) {
        return new InputException(message(error) + " " + place(error, statement), failure);
      }
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failure.getMessage(), failure);
  }

  private static boolean isMistake(SparkThrowable error) {
    String state = error.getSqlState();
    return state == null
        ? error instanceof AnalysisException
        : MISTAKES.contains(state.substring(0, 2));
  }

  private String message(SparkThrowable error) {
    if ("TABLE_OR_VIEW_NOT_FOUND".equals(error.getCondition())) {
      String name = error.getMessageParameters().get("relationName");
      return "there is no table or view %s, but there are %s"
          .formatted(
              name.replaceFirst("^`spark_catalog`\\.`default`\\.", ""),
              String.join(", ", tables(spark)));
    }
    return Messages.firstLine((Throwable) error).strip();
  }

  /** What there is to ask of. */
  public static List<String> tables(SparkSession spark) {
    return Arrays.stream(spark.sqlContext().tableNames()).sorted().toList();
  }

  /** (file:line:column), as far as Spark knows. */
  private String place(SparkThrowable error, Statement statement) {
    int line = statement.line();
    int column = statement.column();
    if (error instanceof AnalysisException mistake
        && mistake.line().isDefined()
        && mistake.startPosition().isDefined()) {
      line += (Integer) mistake.line().get() - 1;
      int position = (Integer) mistake.startPosition().get();
      column = line == statement.line() ? column + position : 1 + position;
    } else {
      String before = statement.text().substring(0, offset(error, statement.text()));
      line += (int) before.chars().filter(c -> c == '\n').count();
      int lineStart = before.lastIndexOf('\n');
      column = lineStart < 0 ? column + before.length() : before.length() - lineStart;
    }
    return place(line, column);
  }

  private String place(int line, int column) {
    return "(%s:%d:%d)".formatted(origin, line, column);
  }

  private static int offset(SparkThrowable error, String text) {
    QueryContext[] contexts = error.getQueryContext();
    return contexts == null
        ? 0
        : Arrays.stream(contexts)
            .filter(context -> context.contextType() == QueryContextType.SQL)
            .filter(context -> context.objectType().isEmpty())
            .mapToInt(QueryContext::startIndex)
            .filter(index -> index >= 0 && index <= text.length())
            .findFirst()
            .orElse(0);
  }
}
