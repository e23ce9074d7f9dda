package io.gridproof.results.predicate;

import io.gridproof.results.Messages;
import io.gridproof.study.InputException;
import io.gridproof.study.Where;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.QueryPlanningTracker;
import org.apache.spark.sql.catalyst.analysis.SimpleAnalyzer$;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.InterpretedPredicate;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Predicate$;
import org.apache.spark.sql.catalyst.optimizer.ReplaceExpressions$;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.jdk.javaapi.FunctionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * A condition over the columns of a row, in Spark's SQL. Its text may come from a stranger, so it
 * is bounded before it is parsed, and its tree is checked before anything is resolved or evaluated:
 * the names of columns, literals, and the operators and functions of {@link AllowedSql}. It is
 * resolved without a session, against Spark's own functions only, and evaluated without a Spark
 * job.
 */
public final class SqlPredicate implements Predicate<Row> {
  static final int MOST_CHARACTERS = 4000;

  /**
   * Enough for a text of {@link #MOST_CHARACTERS}: Spark's parser goes as deep as the text nests,
   * and with one level in each character it needs less than a tenth of this.
   */
  private static final long PARSER_STACK_BYTES = 32L << 20;

  private static final Pattern LONG_EXPONENT = Pattern.compile("[0-9.][eE][+-]?[0-9]{4}");

  private final InterpretedPredicate condition;
  private final Function<Object, Object> toInternal;
  private final Where where;

  private SqlPredicate(InterpretedPredicate condition, StructType columns, Where where) {
    this.condition = condition;
    this.toInternal =
        FunctionConverters.asJavaFunction(
            CatalystTypeConverters.createToCatalystConverter(columns));
    this.where = where;
  }

  /**
   * @param columns those that the condition may name, in the order of the rows to test
   * @throws InputException if the text is no condition over them, or holds what is not allowed
   */
  public static SqlPredicate of(Where where, StructType columns) {
    AllowedSql allowed = new AllowedSql(columns, where);
    Expression parsed = parse(where);
    allowed.checkParsed(parsed);
    Expression named = parsed.transformUp(new Names(columns));
    allowed.checkSize(named);
    Expression resolved = resolve(named, where);
    allowed.checkResolved(resolved);
    return new SqlPredicate(Predicate$.MODULE$.createInterpreted(resolved), columns, where);
  }

  /**
   * Whether the condition is true, which it is not where it is null.
   *
   * @throws InputException if it cannot be evaluated, as where it divides by zero
   */
  @Override
  public boolean test(Row row) {
    try {
      return condition.eval((InternalRow) toInternal.apply(row));
    } catch (RuntimeException e) {
      if (e instanceof SparkThrowable) {
        // What follows the first sentence is advice about settings and other functions.
        String reason = Messages.firstLine(e).replaceFirst("(?<=\\.) .*", "");
        throw new InputException(
            "`where` cannot be evaluated: %s %s".formatted(reason, where.location()), e);
      }
      throw e;
    }
  }

  /**
   * Catalyst's own parser, unlike a session's, leaves <code>${env:NAME}</code> what it is. It skips
   * nested comments in cubic time, and writes out a number such as 1e400000000bd.
   */
  private static Expression parse(Where where) {
    String text = where.predicate();
    if (text.length() > MOST_CHARACTERS) {
      throw new InputException(
          "`characters of where <= %d` must hold, but got %d %s"
              .formatted(MOST_CHARACTERS, text.length(), where.location()));
    }
    if (text.contains("/*")) {
      throw new InputException("`where` has no comments, but got `/*` " + where.location());
    }
    if (LONG_EXPONENT.matcher(text).find()) {
      throw new InputException(
          "`digits of an exponent <= 3` must hold, but `where` has more " + where.location());
    }
    try {
      return DeepStack.call(
          PARSER_STACK_BYTES, () -> CatalystSqlParser$.MODULE$.parseExpression(text));
    } catch (Exception e) {
      throw refusal(e, where);
    }
  }

  private static Expression resolve(Expression named, Where where) {
    LogicalPlan filter = new Filter(named, new OneRowRelation());
    try {
      LogicalPlan analyzed =
          SimpleAnalyzer$.MODULE$.executeAndCheck(filter, new QueryPlanningTracker(Option.empty()));
      return ((Filter) ReplaceExpressions$.MODULE$.apply(analyzed)).condition();
    } catch (Exception e) {
      throw refusal(e, where);
    }
  }

  private static InputException refusal(Exception failure, Where where) {
    return new InputException(
        "`where` must be a condition in Spark SQL: %s %s"
            .formatted(Messages.firstLine(failure), where.location()),
        failure);
  }

  /**
   * Replaces the name of a column by its place in the row, and BETWEEN by what it means: Spark's
   * own takes its optimizer to be evaluated.
   */
  private static final class Names extends AbstractPartialFunction<Expression, Expression> {
    private final StructType columns;

    Names(StructType columns) {
      this.columns = columns;
    }

    @Override
    public boolean isDefinedAt(Expression expression) {
      return expression instanceof UnresolvedAttribute || isBetween(expression);
    }

    @Override
    public Expression apply(Expression expression) {
      if (expression instanceof UnresolvedAttribute column) {
        int place = AllowedSql.place(column, columns).orElseThrow();
        return new BoundReference(place, columns.fields()[place].dataType(), true);
      }
      Expression value = expression.children().apply(0);
      return new And(
          new GreaterThanOrEqual(value, expression.children().apply(1)),
          new LessThanOrEqual(value, expression.children().apply(2)));
    }

    private static boolean isBetween(Expression expression) {
      return expression instanceof UnresolvedFunction function
          && function.nameParts().last().equalsIgnoreCase("between")
          && function.children().size() == 3;
    }
  }
}
