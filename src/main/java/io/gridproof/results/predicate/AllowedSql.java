package io.gridproof.results.predicate;

import io.gridproof.study.InputException;
import io.gridproof.study.Where;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Abs;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Ceil;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.Concat;
import org.apache.spark.sql.catalyst.expressions.Contains;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.EndsWith;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.EulerNumber;
import org.apache.spark.sql.catalyst.expressions.Exp;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Floor;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.GreaterThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Greatest;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.IntegralDivide;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Least;
import org.apache.spark.sql.catalyst.expressions.Length;
import org.apache.spark.sql.catalyst.expressions.LessThan;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Like;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Log;
import org.apache.spark.sql.catalyst.expressions.Log10;
import org.apache.spark.sql.catalyst.expressions.Log2;
import org.apache.spark.sql.catalyst.expressions.Logarithm;
import org.apache.spark.sql.catalyst.expressions.Lower;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.Pmod;
import org.apache.spark.sql.catalyst.expressions.Pow;
import org.apache.spark.sql.catalyst.expressions.Remainder;
import org.apache.spark.sql.catalyst.expressions.Signum;
import org.apache.spark.sql.catalyst.expressions.Sqrt;
import org.apache.spark.sql.catalyst.expressions.StartsWith;
import org.apache.spark.sql.catalyst.expressions.StringInstr;
import org.apache.spark.sql.catalyst.expressions.StringLocate;
import org.apache.spark.sql.catalyst.expressions.StringTrim;
import org.apache.spark.sql.catalyst.expressions.StringTrimLeft;
import org.apache.spark.sql.catalyst.expressions.StringTrimRight;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.Substring;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.catalyst.expressions.UnaryPositive;
import org.apache.spark.sql.catalyst.expressions.Upper;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What a condition may hold. Everything here is deterministic, computes the same on every machine,
 * reads nothing but its arguments, and takes no more time or memory than their size says: {@code
 * repeat}, {@code replace}, {@code round} to a thousand million digits and regular expressions
 * would take more.
 *
 * @param columns those that it may name
 * @param where for errors
 */
record AllowedSql(StructType columns, Where where) {
  /**
   * A long chain of AND or of OR has few, because Spark balances it. The time in which Spark
   * resolves COALESCE doubles with each level, and is a second at this one.
   */
  static final int MOST_LEVELS = 20;

  /**
   * Parts of a condition, where one that Spark shares counts as often as it is met: CASE compares
   * its operand with each WHEN, so that what nests there doubles with each level.
   */
  static final int MOST_PARTS = 10_000;

  /** More of them, and matching takes more than the square of the text's length. */
  static final int MOST_WILDCARDS = 2;

  /** Functions by their names in SQL. */
  static final Set<String> FUNCTIONS =
      Set.of(
          // conditions
          "between",
          "coalesce",
          "if",
          "ifnull",
          "isnotnull",
          "isnull",
          "nvl",
          "nvl2",
          // numbers
          "abs",
          "ceil",
          "ceiling",
          "exp",
          "floor",
          "greatest",
          "least",
          "ln",
          "log",
          "log10",
          "log2",
          "mod",
          "pmod",
          "pow",
          "power",
          "sign",
          "signum",
          "sqrt",
          // text
          "char_length",
          "character_length",
          "concat",
          "contains",
          "endswith",
          "instr",
          "lcase",
          "left",
          "len",
          "length",
          "locate",
          "lower",
          "ltrim",
          "position",
          "rtrim",
          "startswith",
          "substr",
          "substring",
          "trim",
          "ucase",
          "upper");

  /** What operators are parsed to, and what functions are resolved to. */
  private static final Set<Class<? extends Expression>> EXPRESSIONS =
      Set.of(
          // conditions
          And.class,
          CaseWhen.class,
          Coalesce.class,
          EqualNullSafe.class,
          EqualTo.class,
          GreaterThan.class,
          GreaterThanOrEqual.class,
          If.class,
          In.class,
          IsNotNull.class,
          IsNull.class,
          LessThan.class,
          LessThanOrEqual.class,
          Like.class,
          Not.class,
          Or.class,
          // numbers
          Abs.class,
          Add.class,
          Cast.class,
          Ceil.class,
          Divide.class,
          EulerNumber.class,
          Exp.class,
          Floor.class,
          Greatest.class,
          IntegralDivide.class,
          Least.class,
          Log.class,
          Log10.class,
          Log2.class,
          Logarithm.class,
          Multiply.class,
          Pmod.class,
          Pow.class,
          Remainder.class,
          Signum.class,
          Sqrt.class,
          Subtract.class,
          UnaryMinus.class,
          UnaryPositive.class,
          // text
          Concat.class,
          Contains.class,
          EndsWith.class,
          Length.class,
          Lower.class,
          StartsWith.class,
          StringInstr.class,
          StringLocate.class,
          StringTrim.class,
          StringTrimLeft.class,
          StringTrimRight.class,
          Substring.class,
          Upper.class);

  /**
   * Checks what Spark's parser made of a text, in which names are not resolved.
   *
   * @throws InputException if it holds what is not allowed
   */
  void checkParsed(Expression parsed) {
    checkSize(parsed);
    checkParsed(parsed, 1);
  }

  /**
   * @throws InputException if to walk through it would take too long
   */
  void checkSize(Expression root) {
    if (parts(root, MOST_PARTS) > MOST_PARTS) {
      throw refusal("`parts of where <= " + MOST_PARTS + "` must hold, but it has more");
    }
  }

  /** How many parts there are; not counted further where they are more than a number. */
  private static int parts(Expression root, int most) {
    int count = 1;
    for (Expression child : children(root)) {
      if (count > most) {
        return count;
      }
      count += parts(child, most - count);
    }
    return count;
  }

  private void checkParsed(Expression parsed, int level) {
    if (level > MOST_LEVELS) {
      throw refusal("`levels of where <= " + MOST_LEVELS + "` must hold, but it has more");
    }
    if (parsed instanceof UnresolvedAttribute column) {
      checkColumn(column);
    } else if (parsed instanceof UnresolvedFunction function) {
      checkFunction(function);
    } else {
      checkExpression(parsed);
    }
    children(parsed).forEach(child -> checkParsed(child, level + 1));
  }

  /**
   * Checks what will be evaluated, in which names are resolved.
   *
   * @throws InputException if it holds what is not allowed
   */
  void checkResolved(Expression resolved) {
    checkSize(resolved);
    checkEvaluated(resolved);
  }

  private void checkEvaluated(Expression resolved) {
    if (!(resolved instanceof BoundReference)) {
      checkExpression(resolved);
    }
    if (!resolved.deterministic()) {
      throw notAllowed("`" + resolved.prettyName() + "`, which is not deterministic");
    }
    children(resolved).forEach(this::checkEvaluated);
  }

  private void checkColumn(UnresolvedAttribute column) {
    if (place(column, columns).isEmpty()) {
      throw refusal(
          "`where` knows no column `%s`; allowed: %s"
              .formatted(column.name(), String.join(", ", columns.fieldNames())));
    }
  }

  private void checkFunction(UnresolvedFunction function) {
    List<String> name = CollectionConverters.asJava(function.nameParts());
    boolean plain =
        !function.isDistinct()
            && function.filter().isEmpty()
            && function.ignoreNulls().isEmpty()
            && function.orderingWithinGroup().isEmpty();
    if (name.size() > 1 || !plain || !FUNCTIONS.contains(name.get(0).toLowerCase(Locale.ROOT))) {
      throw notAllowed("the function `" + String.join(".", name) + "`");
    }
  }

  private void checkExpression(Expression expression) {
    if (expression instanceof Literal literal) {
      checkType(literal.dataType());
    } else if (!EXPRESSIONS.contains(expression.getClass())) {
      boolean query = children(expression).stream().anyMatch(SubqueryExpression.class::isInstance);
      throw notAllowed(
          query || expression instanceof SubqueryExpression
              ? "a subquery"
              : "`" + expression.prettyName() + "`");
    }
    if (expression instanceof Cast cast) {
      checkType(cast.dataType());
    }
    if (expression instanceof Like like) {
      checkPattern(like.right());
    }
  }

  private void checkType(DataType type) {
    boolean plain =
        type instanceof BooleanType
            || type instanceof NumericType
            || type instanceof StringType
            || type instanceof NullType;
    if (!plain) {
      throw notAllowed("the type " + type.sql());
    }
  }

  private void checkPattern(Expression pattern) {
    if (!(pattern instanceof Literal)) {
      throw notAllowed("a pattern of LIKE that is no literal");
    }
    long wildcards =
        pattern.toString().replaceFirst("%$", "").chars().filter(c -> c == '%').count();
    if (wildcards > MOST_WILDCARDS) {
      throw refusal(
          "`%% before the end of a pattern <= %d` must hold, but got %d"
              .formatted(MOST_WILDCARDS, wildcards));
    }
  }

  /** The place of a column in the row; its name counts in any case, as in SQL. */
  static OptionalInt place(UnresolvedAttribute column, StructType columns) {
    List<String> name = CollectionConverters.asJava(column.nameParts());
    return IntStream.range(0, columns.length())
        .filter(i -> name.size() == 1 && columns.fieldNames()[i].equalsIgnoreCase(name.get(0)))
        .findFirst();
  }

  private static List<Expression> children(Expression parent) {
    return CollectionConverters.asJava(parent.children());
  }

  private InputException notAllowed(String found) {
    return refusal(
        "`where` may hold columns, literals, operators and plain functions, but not " + found);
  }

  private InputException refusal(String message) {
    return new InputException(message + " " + where.location());
  }
}
