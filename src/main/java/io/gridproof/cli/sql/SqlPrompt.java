package io.gridproof.cli.sql;

import io.gridproof.cli.sql.SqlScript.Ending;
import io.gridproof.cli.terminal.Screen;
import io.gridproof.data.CacheFolder;
import io.gridproof.results.Messages;
import io.gridproof.study.InputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.util.SQLKeywordUtils;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import scala.jdk.javaapi.CollectionConverters;

/** Asks for statements until its user has no more. */
public final class SqlPrompt {
  private static final String PROMPT = "gridproof> ";
  private static final String CONTINUATION = "       -> ";

  private static final Set<String> LEAVE = Set.of("exit", "quit");
  private static final String HELP = "help";

  private final SparkSession spark;
  private final Consumer<Runnable> reading;
  private final Terminal terminal;
  private final RowFormat format;
  private final LineReader reader;
  private final PrintWriter out;

  private SqlPrompt(
      SparkSession spark,
      Consumer<Runnable> reading,
      RowFormat format,
      Terminal terminal,
      Path history) {
    this.spark = spark;
    this.reading = reading;
    this.terminal = terminal;
    this.format = format;
    this.reader = reader(spark, terminal, history);
    this.out = terminal.writer();
  }

  /** Runs on the terminal that the program was started from. */
  public static void run(SparkSession spark, Consumer<Runnable> reading, RowFormat format)
      throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      run(spark, reading, format, terminal, CacheFolder.ofEnvironment().resolve("history"));
    }
  }

  /**
   * @param reading runs a query over what is committed then
   * @param history the file that keeps what was typed
   */
  static void run(
      SparkSession spark,
      Consumer<Runnable> reading,
      RowFormat format,
      Terminal terminal,
      Path history) {
    terminal.handle(Terminal.Signal.INT, signal -> spark.sparkContext().cancelAllJobs());
    new SqlPrompt(spark, reading, format, terminal, history).run();
  }

  private void run() {
    out.println("SQL statements end with a semicolon; help lists the tables, exit leaves.");
    while (true) {
      try {
        String text = reader.readLine(PROMPT);
        String word = word(text);
        if (LEAVE.contains(word)) {
          return;
        }
        if (word.equals(HELP)) {
          help();
        } else {
          answer(text);
        }
      } catch (UserInterruptException e) {
        // Ctrl-C drops what was typed.
      } catch (EndOfFileException e) {
        return;
      }
    }
  }

  private void answer(String text) {
    RowOutput output = new RowOutput(format, out, out, screen());
    SqlSession session = new SqlSession(spark, reading, output, "prompt");
    try {
      SqlScript.parse(text).statements().forEach(session::run);
    } catch (InputException mistake) {
      out.println("error: " + mistake.getMessage());
    } catch (RuntimeException failure) {
      boolean cancelled =
          failure.getCause() instanceof SparkThrowable error
              && "SPARK_JOB_CANCELLED".equals(error.getCondition());
      out.println(cancelled ? "\ncancelled" : "error: " + Messages.firstLine(failure));
    }
    out.flush();
  }

  /** The window may have another size by now. */
  private Screen screen() {
    int columns = terminal.getWidth();
    return new Screen(columns > 0 ? columns : Screen.UNLIMITED, terminal.encoding());
  }

  private void help() {
    out.println("A statement may take several lines and ends with a semicolon:");
    out.println("  DESCRIBE trials;                      the columns of a table");
    out.println("  SELECT * FROM leaderboard LIMIT 10;   the best configurations");
    out.println("Tables and views:");
    SqlSession.tables(spark).forEach(table -> out.println("  " + table));
    out.println("Tab completes names, the arrow keys bring back what was typed before.");
    out.println("Ctrl-C stops a query, exit or Ctrl-D leaves.");
  }

  private static String word(String text) {
    return text.strip().replaceFirst("\\s*;$", "").toLowerCase(Locale.ROOT);
  }

  private static LineReader reader(SparkSession spark, Terminal terminal, Path history) {
    return LineReaderBuilder.builder()
        .terminal(terminal)
        .parser(new StatementParser())
        .completer(new StringsCompleter(names(spark)))
        .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUATION)
        .variable(LineReader.HISTORY_FILE, history)
        .option(LineReader.Option.CASE_INSENSITIVE, true)
        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
        .build();
  }

  private static List<String> names(SparkSession spark) {
    Stream<String> names =
        SqlSession.tables(spark).stream()
            .flatMap(
                table -> Stream.concat(Stream.of(table), Stream.of(spark.table(table).columns())));
    Stream<String> keywords = CollectionConverters.asJava(SQLKeywordUtils.keywords()).stream();
    return Stream.concat(names, keywords).distinct().toList();
  }

  /** Enter ends the input where a statement is complete; words are what SQL takes for words. */
  private static final class StatementParser extends DefaultParser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
      boolean command = LEAVE.contains(word(line)) || word(line).equals(HELP);
      if (context == ParseContext.ACCEPT_LINE
          && !command
          && SqlScript.parse(line).ended() == Ending.OPEN) {
        throw new EOFError(-1, cursor, "the statement has not ended");
      }
      return super.parse(line, cursor, context);
    }

    @Override
    public boolean isDelimiterChar(CharSequence buffer, int at) {
      return !Character.isJavaIdentifierPart(buffer.charAt(at));
    }

    @Override
    public char[] getQuoteChars() {
      return new char[0];
    }

    @Override
    public char[] getEscapeChars() {
      return new char[0];
    }
  }
}
