package io.gridproof.cli.sql;

import static org.apache.spark.sql.functions.base64;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import io.gridproof.cli.terminal.Screen;
import io.gridproof.cli.terminal.TextTable;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.VariantType;

/**
 * Writes the rows of a query. Spark makes the text of every value, so that it says what the same
 * value says in SQL: numbers in the shortest form that reads back as the same number, times as ISO
 * 8601 in UTC, nested values as JSON. Bytes are base64, in tables only counted.
 *
 * @param out for rows and nothing else
 * @param notes for people
 */
public record RowOutput(RowFormat format, PrintWriter out, PrintWriter notes, Screen screen) {
  /** Nobody reads more; CSV and JSON have no limit. */
  public static final int MOST_TABLE_ROWS = 10_000;

  private static final int ROWS_BETWEEN_CHECKS = 1024;

  private static final String TIME = "yyyy-MM-dd'T'HH:mm:ss.SSSSSS";
  private static final String INSTANT = TIME + "XXX";

  private static final Map<String, String> JSON_OPTIONS =
      Map.of("ignoreNullFields", "false", "timestampFormat", INSTANT, "timestampNTZFormat", TIME);

  /**
   * Writes all rows, once it has them all, so that a query which fails has written none; a
   * statement that yields no columns writes nothing.
   */
  public void write(Dataset<Row> query) {
    if (query.columns().length > 0) {
      Dataset<Row> rows = query.localCheckpoint();
      switch (format) {
        case TABLE -> writeTable(rows);
        case CSV -> writeCsv(rows);
        case JSON -> writeJson(rows);
      }
    }
    out.flush();
  }

  private void writeTable(Dataset<Row> rows) {
    TextTable table = new TextTable();
    for (StructField field : rows.schema().fields()) {
      if (field.dataType() instanceof NumericType) {
        table.number(field.name());
      } else {
        table.text(field.name());
      }
    }
    Column[] texts = texts(rows, bytes -> concat(lit("<"), octet_length(bytes), lit(" bytes>")));
    long left = 0;
    int shown = 0;
    for (Iterator<Row> each = unnamed(rows).select(texts).toLocalIterator(); each.hasNext(); ) {
      Row row = each.next();
      if (shown < MOST_TABLE_ROWS) {
        table.row(
            IntStream.range(0, row.length())
                .mapToObj(i -> row.isNullAt(i) ? "null" : row.get(i))
                .toArray());
        shown++;
      } else {
        left++;
      }
    }
    out.print(table.render(screen));
    if (left > 0) {
      out.flush();
      notes.println(
          "note: %d rows are shown, %d are not; --format csv or json writes all"
              .formatted(shown, left));
    }
  }

  private void writeCsv(Dataset<Row> rows) {
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setLineSeparator("\n");
    settings.setNormalizeLineEndingsWithinQuotes(false);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setQuoteEscapingEnabled(true);
    settings.setEmptyValue("\"\"");
    settings.setMaxCharsPerColumn(-1);
    settings.setMaxColumns(Math.max(1, rows.columns().length));
    CsvWriter csv = new CsvWriter(settings);
    out.print(csv.writeRowToString((Object[]) rows.columns()) + "\n");
    Dataset<Row> texts = unnamed(rows).select(texts(rows, bytes -> base64(bytes)));
    writeLines(
        texts.toLocalIterator(),
        row ->
            csv.writeRowToString(
                IntStream.range(0, row.length()).mapToObj(row::getString).toArray()));
  }

  private void writeJson(Dataset<Row> rows) {
    Dataset<Row> lines = rows.select(to_json(struct(col("*")), JSON_OPTIONS));
    writeLines(lines.toLocalIterator(), row -> row.getString(0));
  }

  private interface LineOf {
    String text(Row row);
  }

  /** Ends early where nobody reads any more: {@code | head} is no mistake. */
  private void writeLines(Iterator<Row> rows, LineOf line) {
    for (long count = 1; rows.hasNext(); count++) {
      out.print(line.text(rows.next()) + "\n");
      if (count % ROWS_BETWEEN_CHECKS == 0 && out.checkError()) {
        return;
      }
    }
  }

  /** Names may be doubled or hold dots; numbers can be referred to. */
  private static Dataset<Row> unnamed(Dataset<Row> rows) {
    return rows.toDF(
        IntStream.range(0, rows.columns().length).mapToObj(String::valueOf).toArray(String[]::new));
  }

  private interface BytesAsText {
    Column text(Column bytes);
  }

  private static Column[] texts(Dataset<Row> rows, BytesAsText binary) {
    StructField[] fields = rows.schema().fields();
    return IntStream.range(0, fields.length)
        .mapToObj(i -> text(col(String.valueOf(i)), fields[i].dataType(), binary))
        .toArray(Column[]::new);
  }

  private static Column text(Column value, DataType type, BytesAsText binary) {
    if (type instanceof BinaryType) {
      return binary.text(value);
    }
    if (type instanceof TimestampType) {
      return date_format(value, INSTANT);
    }
    if (type instanceof TimestampNTZType) {
      return date_format(value, TIME);
    }
    boolean nested =
        type instanceof ArrayType
            || type instanceof MapType
            || type instanceof StructType
            || type instanceof VariantType;
    return nested ? to_json(value, JSON_OPTIONS) : value.cast("string");
  }
}
