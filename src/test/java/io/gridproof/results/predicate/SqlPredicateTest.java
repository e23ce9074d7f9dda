package io.gridproof.results.predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridproof.study.InputException;
import io.gridproof.study.Where;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.jdk.javaapi.CollectionConverters;

class SqlPredicateTest {
  private static final StructType COLUMNS =
      new StructType()
          .add("depth", DataTypes.IntegerType)
          .add("width", DataTypes.IntegerType)
          .add("dropout", DataTypes.DoubleType)
          .add("hidden", DataTypes.StringType)
          .add("activation", DataTypes.StringType);

  private static final Row ROW = RowFactory.create(2, null, 0.2, "128-64", "sigmoid+tanh");

  private static SqlPredicate predicate(String text) {
    return SqlPredicate.of(new Where(text, "(here)"), COLUMNS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dropout BETWEEN 0.1 AND 0.3 AND activation LIKE 'sig%'"
            + " AND (depth % 2 = 1 OR hidden IN ('128-64'))",
        "DEPTH = 2 AND `Depth` == 2 AND NOT depth <> 2 AND !(depth != 2)",
        "width IS NULL AND width <=> null AND depth IS NOT NULL AND width IS NOT DISTINCT FROM"
            + " null",
        "(depth = 2) IS TRUE AND (width = 1) IS NOT TRUE",
        "depth NOT IN (1, 3) AND depth NOT BETWEEN 3 AND 4 AND hidden NOT LIKE '%x%'",
        "CASE WHEN depth = 1 THEN false ELSE true END AND CASE depth WHEN 2 THEN true END",
        "if(depth = 2, true, false) AND coalesce(width, 7) = 7 AND nvl(width, 7) = 7",
        "ifnull(width, 7) = 7 AND nvl2(width, 1, 2) = 2",
        "isnull(width) AND isnotnull(depth) AND between(depth, 1, 2)",
        "depth + 1 = 3 AND depth - 1 = 1 AND -depth = -2 AND +depth = 2 AND depth * 2 = 4",
        "depth / 4 = 0.5 AND 7 div depth = 3 AND mod(7, depth) = 1 AND pmod(-7, depth) = 1",
        "abs(-depth) = 2 AND sign(depth) = 1 AND least(depth, 1) = 1 AND greatest(depth, 3) = 3",
        "floor(dropout) = 0 AND ceil(dropout) = 1 AND ceiling(1.5) = 2",
        "sqrt(4) = depth AND pow(depth, 2) = 4 AND power(2, depth) = 4 AND exp(0) = 1",
        "ln(1) = 0 AND log(10, 100) = 2 AND log10(100) = 2 AND log2(4) = depth AND log(1) = 0",
        "length(hidden) = 6 AND char_length(hidden) = 6 AND lower('A') = 'a' AND upper('a') = 'A'",
        "trim(' a ') = 'a' AND ltrim(' a') = 'a' AND rtrim('a ') = 'a' AND trim(both 'x' from 'xa')"
            + " = 'a'",
        "substring(hidden, 1, 3) = '128' AND substr(hidden, 5) = '64' AND left(hidden, 1) = '1'",
        "startswith(hidden, '128') AND endswith(hidden, '64')",
        "contains(hidden, '8-6') AND concat(hidden, 'x') = '128-64x' AND hidden || 'x' = '128-64x'",
        "instr(hidden, '-') = 4 AND locate('-', hidden) = 4 AND position('-' IN hidden) = 4",
        "cast(depth AS string) = '2' AND cast('2' AS int) = depth AND cast(depth AS decimal(5, 1))"
            + " = 2",
        "depth::double = 2.0 AND try_cast('x' AS int) IS NULL AND 1e0 = 1 AND 'it''s' LIKE 'it_s'",
        "activation = 'sigmoid+tanh' -- as it stands in tables",
        "true",
      })
  void aPlainConditionIsEvaluated(String text) {
    assertThat(predicate(text).test(ROW)).isTrue();
    assertThat(predicate("NOT (" + text + "\n)").test(ROW)).isFalse();
  }

  @Test
  void nullIsNotTrue() {
    assertThat(predicate("width = 1").test(ROW)).isFalse();
    assertThat(predicate("NOT width = 1").test(ROW)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "depht = 1|`where` knows no column `depht`; allowed: depth, width, dropout, hidden,"
            + " activation",
        "t.depth = 1|`where` knows no column `t.depth`; allowed: depth",
        "current_user = 'x'|`where` knows no column `current_user`; allowed: depth",
        "current_timestamp is not null|`where` knows no column `current_timestamp`; allowed: depth",
        "depth =|`where` must be a condition in Spark SQL: Syntax error",
        "depth = 1; drop table x|`where` must be a condition in Spark SQL: Syntax error",
        "${env:HOME} = 1|`where` must be a condition in Spark SQL: Syntax error at or near '$'",
        "depth|`where` must be a condition in Spark SQL: ",
        "upper(depth, 1) = 'A'|`where` must be a condition in Spark SQL: ",
        "depth /* = 1 */ = 2|`where` has no comments",
        "1e400000000bd + depth > 1|`digits of an exponent <= 3` must hold",
        "cast('1e-400000000' as decimal(38, 0)) = 0|`digits of an exponent <= 3` must hold",
        "9e999bd = 1|`where` must be a condition in Spark SQL: ",
        "round(dropout, 2000000000) = 0|not the function `round`",
        "rand() < 0.5|not the function `rand`",
        "system.builtin.abs(depth) = 2|not the function `system.builtin.abs`",
        "count(*) > 1|not the function `count`",
        "greatest(distinct depth, 1) = 2|not the function `greatest`",
        "abs(depth) filter (where true) = 1|not the function `abs`",
        "any_value(depth) = 2|not `aggregateexpression`",
        "sum(depth) over () = 2|not `windowexpression`",
        "exists (select 1)|not a subquery",
        "depth = (select 1)|not a subquery",
        "depth in (select 1)|not a subquery",
        "abs(x => 1) = 1|not `",
        "abs(*) = 1|not `",
        "abs(x -> x) = 1|not `lambdafunction`",
        ":x = 1|not `",
        "? = 1|not `",
        "identifier('depth') = 1|not `",
        "hidden rlike 'x'|not `rlike`",
        "hidden ilike 'x'|not `ilike`",
        "hidden like any ('x', 'y')|not `",
        "hidden collate utf8_lcase = 'x'|not `",
        "timestamp 'now' is not null|not the type TIMESTAMP",
        "date '2026-01-01' is not null|not the type DATE",
        "interval 1 day is not null|not the type INTERVAL",
        "x'00' is not null|not the type BINARY",
        "cast(depth as timestamp) is not null|not the type TIMESTAMP",
        "cast(hidden as array<int>) is null|not the type ARRAY",
        "(depth, width) = (2, 2)|not `",
        "hidden[0] = 1|not `",
        "hidden like activation|not a pattern of LIKE that is no literal",
        "hidden like '%1%2%3'|`% before the end of a pattern <= 2` must hold, but got 3",
      })
  void whatIsNoPlainConditionIsRefused(String text, String part) {
    assertThatThrownBy(() -> predicate(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(part)
        .hasMessageEndingWith(" (here)")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 / (depth - 2) > 0|`where` cannot be evaluated: Division by zero. (here)",
        "cast(hidden as int) > 0|`where` cannot be evaluated: The value '128-64' of the type"
            + " \"STRING\" cannot be cast to \"INT\" because it is malformed. (here)",
        "cast(depth + 2147483646 as int) > 0|`where` cannot be evaluated: ",
      })
  void whatCannotBeEvaluatedIsRefusedThen(String text, String message) {
    SqlPredicate predicate = predicate(text);
    assertThatThrownBy(() -> predicate.test(ROW))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void anEnvironmentVariableInQuotesIsText() {
    assertThat(predicate("'${env:HOME}' = concat('${', 'env:HOME}')").test(ROW)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'NOT ', 990, true, '', levels of where",
    "'NOT ', 5000, true, '', characters of where",
    "'(', 20000, true, ')', characters of where",
    "'NOT (', 600, true, ')', levels of where",
    "'!', 3990, true, '', levels of where",
    "'- ', 1990, 1 = 1, '', levels of where",
    "'CASE WHEN true THEN ', 150, true, ' END', levels of where",
    "'CASE (', 19, depth, ') WHEN 1 THEN 1 WHEN 2 THEN 2 END', parts of where",
    "'(', 18, true, ') BETWEEN true AND true', parts of where",
    "'coalesce(', 50, depth, ', 1)', levels of where",
    "'case ', 790, 1, '', Syntax error",
    "'x -> ', 790, 1, '', lambdafunction",
    "'depth + ', 400, 1 = 1, '', levels of where",
    "'cast(depth as array<', 1, '', 'array<', 'Syntax error'",
  })
  void whatNestsTooDeeplyIsRefused(
      String open, int times, String middle, String close, String part) {
    String text = open.repeat(times) + middle + close.repeat(times);
    assertThatThrownBy(() -> predicate(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(part);
  }

  @Test
  void aLongListOfPlainConditionsIsEvaluated() {
    String others = "depth = 1 OR ".repeat(300);
    assertThat(predicate(others + "depth = 2").test(ROW)).isTrue();
    assertThat(predicate("depth IN (" + "1, ".repeat(1300) + "2)").test(ROW)).isTrue();
  }

  @Provide
  Arbitrary<FunctionIdentifier> functions() {
    return Arbitraries.of(
        CollectionConverters.asJava(FunctionRegistry.builtin().listFunction()).stream().toList());
  }

  @Property(tries = 3000)
  void aFunctionOfTheRegistryIsOnTheListOrRefused(
      @ForAll("functions") FunctionIdentifier function, @ForAll("arguments") String arguments) {
    String text = "`" + function.funcName() + "`(" + arguments + ") IS NULL";
    if (AllowedSql.FUNCTIONS.contains(function.funcName().toLowerCase(Locale.ROOT))) {
      assertThat(isEvaluatedOrRefused(text)).isTrue();
    } else {
      assertThatThrownBy(() -> predicate(text))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("the function `" + function.funcName() + "`");
    }
  }

  @Provide
  Arbitrary<String> arguments() {
    return Arbitraries.of("depth", "width", "dropout", "hidden", "activation", "1", "'x'", "null")
        .list()
        .ofMaxSize(3)
        .map(arguments -> String.join(", ", arguments));
  }

  private static boolean isEvaluatedOrRefused(String text) {
    try {
      SqlPredicate predicate = predicate(text);
      return predicate.test(ROW) == predicate.test(ROW);
    } catch (InputException refused) {
      return refused.getMessage().endsWith("(here)");
    }
  }

  @Test
  void everyFunctionOnTheListIsOneOfSparks() {
    assertThat(AllowedSql.FUNCTIONS)
        .allSatisfy(
            name ->
                assertThat(FunctionRegistry.builtin().functionExists(new FunctionIdentifier(name)))
                    .isTrue());
  }
}
