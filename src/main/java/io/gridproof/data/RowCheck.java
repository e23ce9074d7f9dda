package io.gridproof.data;

import com.univocity.parsers.csv.CsvParser;
import io.gridproof.nn.ImageSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.Iterator;
import scala.collection.Seq;

/**
 * Turns a row of numbers into a label and bytes, or into the reason why that cannot be. A reason is
 * data: a task that threw would fill the log with stack traces and be tried again.
 */
final class RowCheck {
  static final StructType RESULT =
      new StructType()
          .add(IdxTable.LABEL, DataTypes.IntegerType, false)
          .add(IdxTable.PIXELS, DataTypes.BinaryType)
          .add(ImageRows.ERROR, DataTypes.StringType);

  private static final int LONGEST_SHOWN = 64;

  private RowCheck() {}

  /** (label, array of pixels). */
  static UserDefinedFunction numbers(int pixels) {
    UDF2<Number, Seq<Number>, Row> check = (label, values) -> numbers(label, values, pixels);
    return functions.udf(check, RESULT);
  }

  /** (a line of CSV); the label is 0 where there is none. */
  static UserDefinedFunction lines(CsvLayout layout) {
    return functions.udf(new Lines(layout), RESULT);
  }

  /** (label, binary of pixels). */
  static UserDefinedFunction bytes(int pixels) {
    UDF2<Number, byte[], Row> check =
        (label, values) -> {
          String mistake = label(label);
          if (mistake == null) {
            mistake = length(values == null ? 0 : values.length, pixels);
          }
          return mistake == null ? good(label, values) : bad(mistake);
        };
    return functions.udf(check, RESULT);
  }

  /** Keeps its parser for all lines of a task. */
  private static final class Lines implements UDF1<String, Row> {
    private static final long serialVersionUID = 1L;

    private final CsvLayout layout;
    private transient CsvParser parser;

    Lines(CsvLayout layout) {
      this.layout = layout;
    }

    @Override
    public Row call(String line) {
      if (parser == null) {
        parser = layout.parser();
      }
      if (line.isBlank()) {
        return RowFactory.create(0, null, null);
      }
      String[] values = parser.parseLine(line);
      if (values.length != layout.columns()) {
        return bad(mistake("columns = " + layout.columns(), values.length));
      }
      int label = layout.isLabelled() ? number(values[layout.label()]) : 0;
      if (label < 0 || label >= ImageSet.CLASSES) {
        return bad(label(values[layout.label()]));
      }
      byte[] pixels = new byte[layout.pixels()];
      for (int i = 0; i < pixels.length; i++) {
        String text = values[layout.column(i)];
        int value = number(text);
        if (value < 0 || value > 255) {
          return bad(pixel(i, text));
        }
        pixels[i] = (byte) value;
      }
      return good(label, pixels);
    }

    /** Up to three digits, and a fraction of zeros as some programs write it; otherwise -1. */
    private static int number(String text) {
      int end = text.indexOf('.') < 0 ? text.length() : text.indexOf('.');
      for (int i = end + 1; i < text.length(); i++) {
        if (text.charAt(i) != '0') {
          return -1;
        }
      }
      int value = 0;
      for (int i = 0; i < end; i++) {
        int digit = text.charAt(i) - '0';
        if (digit < 0 || digit > 9 || i == 3) {
          return -1;
        }
        value = 10 * value + digit;
      }
      return end == 0 ? -1 : value;
    }
  }

  private static Row numbers(Number label, Seq<Number> values, int pixels) {
    String mistake = label(label);
    if (mistake == null) {
      mistake = length(values == null ? 0 : values.length(), pixels);
    }
    if (mistake != null) {
      return bad(mistake);
    }
    byte[] bytes = new byte[pixels];
    Iterator<Number> iterator = values.iterator();
    for (int i = 0; i < pixels; i++) {
      Number value = iterator.next();
      if (value == null || value.longValue() < 0 || value.longValue() > 255) {
        return bad(pixel(i, value));
      }
      bytes[i] = value.byteValue();
    }
    return good(label, bytes);
  }

  private static Row good(Number label, byte[] pixels) {
    return RowFactory.create(label.intValue(), pixels, null);
  }

  private static Row bad(String mistake) {
    return RowFactory.create(0, null, mistake);
  }

  private static String label(Number value) {
    boolean holds = value != null && value.longValue() >= 0 && value.longValue() < ImageSet.CLASSES;
    return holds ? null : label((Object) value);
  }

  static String label(Object found) {
    return mistake("0 <= label < " + ImageSet.CLASSES, found);
  }

  static String pixel(int index, Object found) {
    return mistake("pixel" + index + " is a whole number from 0 to 255", found);
  }

  private static String length(int found, int pixels) {
    return found == pixels ? null : mistake("pixels = " + pixels, found);
  }

  static String mistake(String rule, Object found) {
    String text = found == null || found.equals("") ? "nothing" : found.toString();
    String shown = text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
    return "`" + rule + "` must hold, but got " + shown.replaceAll("\\p{Cntrl}", "?");
  }
}
