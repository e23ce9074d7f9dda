package io.gridproof.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.cli.sql.SqlScript.Ending;
import io.gridproof.cli.sql.SqlScript.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlScriptTest {

  @Test
  void aStatementKnowsWhereItBegins() {
    assertThat(SqlScript.parse("SELECT 1;  SELECT\n 2 ;\n\n  -- three\nSELECT 3\n").statements())
        .containsExactly(
            new Statement("SELECT 1", 1, 1),
            new Statement("SELECT\n 2", 1, 12),
            new Statement("-- three\nSELECT 3", 4, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ';'",
        "SELECT \";\"",
        "SELECT `;` FROM t",
        "SELECT 'it''s;'",
        "SELECT 'a\\';'",
        "SELECT r'\\', 1 AS `a;`",
        "SELECT R\"\\\" || ';'",
        "SELECT 1 -- ; '",
        "SELECT 1 /* ; ' */",
        "SELECT 1 /* /* ; */ ; */ + 1",
        "-- ;\nSELECT 1",
      })
  void aSemicolonInQuotesOrCommentsEndsNothing(String statement) {
    assertThat(SqlScript.parse(statement + "\n;" + statement).statements())
        .extracting(Statement::text)
        .containsExactly(statement, statement);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", ";", " ; ;", "-- nothing", "/* nothing */;", "-- a\n;/* b */"})
  void commentsAloneAreNoStatement(String text) {
    SqlScript script = SqlScript.parse(text);
    assertThat(script.statements()).isEmpty();
    assertThat(script.ended()).isEqualTo(Ending.COMPLETE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT 1;", "SELECT 1; -- done", "SELECT 1;\n;", "SELECT ';';/* */ "})
  void aSemicolonCompletes(String text) {
    assertThat(SqlScript.parse(text).ended()).isEqualTo(Ending.COMPLETE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT",
        "SELECT ';",
        "SELECT \"a;",
        "SELECT `a;",
        "SELECT 1; /* ;",
        "SELECT 1 -- ;",
        "'\\"
      })
  void moreMayCome(String text) {
    assertThat(SqlScript.parse(text).ended()).isEqualTo(Ending.OPEN);
  }
}
