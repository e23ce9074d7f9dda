package io.gridproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.IdxFolder;
import io.gridproof.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The verb {@code sql} reads, and makes temporary views; it runs nothing and writes nothing. */
@TestInstance(Lifecycle.PER_CLASS)
class ReadOnlyTest {
  private Path temporary;
  private Path results;

  @BeforeAll
  void run(@TempDir Path folder) throws IOException {
    temporary = folder;
    results = folder.resolve("results");
    Path images = IdxFolder.write(folder.resolve("images"), 60, 20);
    Path study =
        Files.writeString(
            folder.resolve("study.yaml"),
            """
            name: read
            dataset: {source: "idx:%s"}
            parameters:
              hidden: {value: [4]}
              learning_rate: {value: 0.3}
              steps: {value: 2}
            """
                .formatted(images));
    CommandLineRun run = CommandLineRun.of("run", study.toString(), "--out", results.toString());
    assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
  }

  private CommandLineRun sql(String statement) {
    return CommandLineRun.of(
        "sql", results.toString(), "-e", statement.replace("$", temporary.toString()));
  }

  /** Every file and folder with the time of its last change. */
  private Map<Path, FileTime> files() throws IOException {
    Map<Path, FileTime> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(temporary)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        files.put(file, Files.getLastModifiedTime(file));
      }
    }
    return files;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '"',
      value = {
        "CREATE TABLE t USING parquet AS SELECT 1#`create table as select`",
        "CREATE TABLE t USING idx OPTIONS (path '$/images')#`create table`",
        "CREATE TABLE t (a INT) LOCATION '$/t'#`create table`",
        "CREATE VIEW v AS SELECT 1#`create view`",
        "CREATE DATABASE d#`create namespace`",
        "INSERT INTO trials SELECT * FROM trials#`insert into`",
        "WITH x AS (SELECT 1) INSERT INTO trials SELECT * FROM x#`insert into`",
        "FROM trials INSERT INTO trials SELECT *#`insert into`",
        "INSERT OVERWRITE DIRECTORY '$/out' USING csv SELECT 1#`insert into dir`",
        "EXPLAIN INSERT INTO trials SELECT * FROM trials#`insert into`",
        "MERGE INTO trials USING runs ON true WHEN MATCHED THEN DELETE#`merge into table`",
        "UPDATE trials SET study = ''#`update table`",
        "DELETE FROM trials#`delete from table`",
        "TRUNCATE TABLE trials#`truncate table`",
        "DROP TABLE trials#`drop table`",
        "DROP VIEW nobodys#no temporary view `nobodys`",
        "ALTER TABLE trials RENAME TO t#`rename table`",
        "LOAD DATA INPATH '$/study.yaml' INTO TABLE trials#`load data`",
        "ANALYZE TABLE trials COMPUTE STATISTICS#`analyze table`",
        "MSCK REPAIR TABLE trials#`repair table`",
        "CACHE TABLE trials#`cache table`",
        "REFRESH TABLE trials#`refresh table`",
        "CREATE FUNCTION f AS 'java.lang.Runtime'#`create function`",
        "CREATE TEMPORARY FUNCTION f AS 'java.lang.Runtime'#`create function`",
        "CREATE TEMPORARY FUNCTION f() RETURNS INT RETURN 1#`create sqlfunction`",
        "ADD JAR '$/x.jar'#`add jars`",
        "ADD FILE '$/study.yaml'#`add files`",
        "SET spark.sql.files.ignoreCorruptFiles=true#`set`",
        "SET TIME ZONE 'UTC'#`set`",
        "RESET#`reset`",
        "USE default#`set catalog and namespace`",
        "DECLARE x INT DEFAULT 1#`create variable`",
        "CALL system.p()#`call`",
        "EXECUTE IMMEDIATE 'SELECT 1'#`execute immediate`",
        "SELECT TRANSFORM (study) USING 'touch $/made' FROM trials#`script transformation`",
        "SELECT * FROM (SELECT TRANSFORM (1) USING 'cat')#`script transformation`",
        "SELECT java_method('java.lang.System', 'getProperty', 'user.home')#`java_method`",
        "SELECT reflect('java.lang.System', 'exit', 0)#`reflect`",
        "SELECT try_reflect('java.lang.System', 'exit', 0)#`try_reflect`",
        "SELECT system.builtin.reflect('java.lang.System', 'exit', 0)#`reflect`",
        "SELECT `ReFlect`('java.lang.System', 'exit', 0)#`reflect`",
        "SELECT identifier('reflect')('java.lang.System', 'exit', 0)#`identifier`",
        "SELECT identifier('re' || 'flect')('java.lang.System', 'exit', 0)#`identifier`",
        "SELECT * FROM identifier('tri' || 'als')#`plan with unresolved identifier`",
        "SELECT * FROM VALUES (reflect('java.lang.System', 'exit', 0))#`reflect`",
        "SELECT (SELECT max(reflect('java.lang.System', 'exit', 0)))#`reflect`",
        "WITH x AS (SELECT reflect('java.lang.System', 'exit', 0)) SELECT * FROM x#`reflect`",
        "SELECT * FROM trials WHERE EXISTS (SELECT reflect('java.lang.System', 'exit',"
            + " 0))#`reflect`",
        "SELECT transform(array(1), x -> reflect('java.lang.System', 'exit', 0))#`reflect`",
        "SELECT * FROM explode(array(reflect('java.lang.System', 'exit', 0)))#`reflect`",
        "CREATE TEMPORARY VIEW v AS SELECT reflect('java.lang.System', 'exit', 0)#`reflect`",
        "EXPLAIN SELECT reflect('java.lang.System', 'exit', 0)#`reflect`",
        "FROM trials |> SELECT reflect('java.lang.System', 'exit', 0)#`reflect`",
        "SELECT * FROM jdbc.`jdbc:h2:mem:x`#`jdbc` is no format of files",
        "SELECT * FROM `java.lang.Runtime`.`x`#`java.lang.Runtime` is no format of files",
        "CREATE TEMPORARY VIEW v USING jdbc OPTIONS (url 'x')#`jdbc` is no format of files",
        "CREATE TEMPORARY VIEW v USING java.lang.Runtime#`java.lang.Runtime` is no format of files",
      })
  void whatDoesMoreIsRefused(String statement, String part) throws IOException {
    Map<Path, FileTime> before = files();
    CommandLineRun run = sql(statement);
    assertThat(run.err())
        .startsWith("error: sql reads and makes temporary views: ")
        .contains(part)
        .endsWith(" (-e:1:1)\n")
        .hasLineCount(1);
    assertThat(run.status()).isEqualTo(Main.BAD_INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(files()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT status, count(*) FROM trials GROUP BY status HAVING count(*) > 0 ORDER BY 1 LIMIT"
            + " 5",
        "WITH x AS (SELECT 1 AS a), y (b) AS (SELECT a FROM x) SELECT * FROM x JOIN y ON a = b",
        "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) TABLE r",
        "SELECT DISTINCT 1 UNION SELECT 2 INTERSECT SELECT 2 EXCEPT SELECT 3",
        "SELECT rank() OVER w FROM trials WINDOW w AS (ORDER BY test_accuracy)",
        "SELECT * FROM VALUES (1, 2), (3, 4) AS t (a, b) PIVOT (sum(b) FOR a IN (1, 3))",
        "SELECT * FROM (SELECT 1 AS a, 2 AS b) UNPIVOT (v FOR n IN (a, b))",
        "SELECT t.c FROM trials LATERAL VIEW explode(array(1, 2)) t AS c",
        "SELECT * FROM explode(array(1)) AS t (x)",
        "SELECT /*+ BROADCAST(runs) */ count(*) FROM trials JOIN runs USING (run_id)",
        "FROM trials |> WHERE depth = 1 |> SELECT depth |> LIMIT 1",
        "SELECT count(*) FROM csv.`$/study.yaml`",
        "CREATE TEMPORARY VIEW a AS SELECT 1 AS x; SELECT * FROM a; DROP VIEW a",
        "CREATE OR REPLACE TEMP VIEW digits USING idx OPTIONS (path '$/images', split 'test');"
            + " SELECT label, count(*) FROM digits GROUP BY label; DROP VIEW digits",
        "SHOW TABLES; SHOW VIEWS; SHOW COLUMNS IN trials; SHOW FUNCTIONS LIKE 'abs'",
        "DESCRIBE trials; DESCRIBE TABLE EXTENDED trials; DESCRIBE FUNCTION abs; DESCRIBE SELECT 1",
        "EXPLAIN SELECT * FROM leaderboard",
      })
  void whatReadsIsAnswered(String statements) throws IOException {
    Map<Path, FileTime> before = files();
    CommandLineRun run = sql(statements);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isEqualTo(Main.DONE);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void anEnvironmentVariableIsText() {
    CommandLineRun run =
        CommandLineRun.of("sql", results.toString(), "-e", "SELECT '${env:PATH}' AS path");
    assertThat(run.out()).contains("${env:PATH}").doesNotContain(System.getenv("PATH"));
    CommandLineRun file =
        CommandLineRun.of("sql", results.toString(), "-e", "SELECT * FROM text.`/x/${env:PATH}`");
    assertThat(file.err()).startsWith("error: ").doesNotContain(System.getenv("PATH"));
    assertThat(file.status()).isEqualTo(Main.BAD_INPUT);
  }

  @Test
  void whatASessionsViewHoldsIsCheckedToo() {
    CommandLineRun run =
        sql(
            "CREATE TEMPORARY VIEW w AS SELECT study FROM trials;"
                + " CREATE TEMPORARY VIEW v AS SELECT reflect('java.lang.System', 'exit', 0)"
                + " FROM w; SELECT * FROM v");
    assertThat(run.err()).contains("the function `reflect` is not allowed").hasLineCount(1);
    assertThat(run.status()).isEqualTo(Main.BAD_INPUT);
    TestSpark.session().catalog().dropTempView("w");
  }

  @Test
  void aFileOfStatementsIsReadAlike() throws IOException {
    Path file = temporary.resolve("queries.sql");
    Files.writeString(file, "SELECT 1;\nADD JAR '/x.jar'");
    CommandLineRun run = CommandLineRun.of("sql", results.toString(), "-f", file.toString());
    assertThat(run.err())
        .isEqualTo(
            "error: sql reads and makes temporary views: `add jars` is not allowed (%s:2:1)\n"
                .formatted(file));
    assertThat(run.status()).isEqualTo(Main.BAD_INPUT);
    Files.delete(file);
  }

  @Test
  void aRefusedStatementLeavesNothingInTheSession() {
    sql("CREATE TABLE made USING parquet AS SELECT 1 AS a");
    assertThat(TestSpark.session().catalog().tableExists("made")).isFalse();
    assertThat(Path.of("target/test-warehouse/made")).doesNotExist();
  }
}
