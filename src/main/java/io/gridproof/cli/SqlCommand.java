package io.gridproof.cli;

import io.gridproof.cli.sql.RowFormat;
import io.gridproof.cli.sql.RowOutput;
import io.gridproof.cli.sql.SqlPrompt;
import io.gridproof.cli.sql.SqlScript;
import io.gridproof.cli.sql.SqlScript.Statement;
import io.gridproof.cli.sql.SqlSession;
import io.gridproof.cli.terminal.Screen;
import io.gridproof.results.ResultTables;
import io.gridproof.study.InputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** SQL over the tables and views of a result directory. */
@Command(
    name = "sql",
    description = "Queries the results with SQL.",
    footer = {
      "",
      "Without -e and -f it reads statements from standard input, with a prompt if that is a"
          + " terminal. Statements end with a semicolon; the last one need not.",
      "SHOW TABLES lists the tables and views, DESCRIBE TABLE the columns of one. Queries to start"
          + " from are in jobs/sql/.",
      "It reads: the tables, and files, as in SELECT * FROM csv.`more.csv`. Of what writes, only"
          + " CREATE TEMPORARY VIEW and DROP VIEW are allowed, and no function that calls Java"
          + " (java_method, reflect). Settings go before the verb: --conf key=value.",
      "In csv and json, bytes are base64 and times are UTC; json is an object a line."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class)
final class SqlCommand implements Callable<Integer> {

  private record Text(String origin, String content) {}

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "A result directory.")
  private String directory;

  @Option(names = "-e", paramLabel = "QUERY", description = "Statements to run.")
  private String query;

  @Option(names = "-f", paramLabel = "FILE", description = "A file of statements to run.")
  private Path file;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "How rows are written: table (the default), csv or json.")
  private RowFormat format;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (query == null
        && file == null
        && Screen.isTerminal(Screen.STDIN)
        && Screen.isTerminal(Screen.STDOUT)) {
      SparkSession spark = session();
      SqlPrompt.run(spark, tables(spark)::read, format);
      return Main.DONE;
    }
    Text text = text();
    List<Statement> statements = SqlScript.parse(text.content).statements();
    if (statements.isEmpty()) {
      throw new InputException("there is no SQL statement (" + text.origin + ")");
    }
    PrintWriter out = spec.commandLine().getOut();
    RowOutput output =
        new RowOutput(format, out, spec.commandLine().getErr(), Screen.ofStandardOutput());
    SparkSession spark = session();
    SqlSession session = new SqlSession(spark, tables(spark)::read, output, text.origin);
    for (Statement statement : statements) {
      if (format == RowFormat.TABLE && statement != statements.get(0)) {
        out.println();
      }
      session.run(statement);
    }
    return Main.DONE;
  }

  private SparkSession session() throws InterruptedException {
    SparkSession spark = Sessions.open("sql " + directory);
    if (!spark.sparkContext().getConf().contains("spark.log.level")) {
      // What fails is said in one line; the log would say it again, with stack traces.
      spark.sparkContext().setLogLevel("OFF");
    }
    return spark;
  }

  private ResultTables tables(SparkSession spark) {
    ResultTables tables = ResultTables.open(spark, directory);
    tables.registerViews();
    return tables;
  }

  private Text text() throws IOException {
    if (query != null && file != null) {
      throw new ParameterException(
          spec.commandLine(), "-e and -f exclude each other, but both are given");
    }
    if (query != null) {
      return new Text("-e", query);
    }
    return file == null
        ? new Text("stdin", new String(System.in.readAllBytes(), StandardCharsets.UTF_8))
        : new Text(file.toString(), contents(file));
  }

  private static String contents(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new InputException("there is no file " + file, e);
    } catch (MalformedInputException e) {
      throw new InputException("not SQL: the text is not UTF-8 (" + file + ")", e);
    } catch (IOException e) {
      throw new InputException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
