package io.gridproof.results;

import io.gridproof.nn.Score;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a table, in their order. Immutable: every method that adds a column gives new
 * columns.
 *
 * @param <S> what a row is made of
 */
final class Columns<S> {
  private final List<Column<S>> list;
  private final StructType sqlType;

  private Columns(List<Column<S>> list) {
    this.list = list;
    StructType type = new StructType();
    for (Column<S> column : list) {
      type = type.add(column.name(), column.type().sqlType());
    }
    this.sqlType = type;
  }

  /** To begin with. */
  static <S> Columns<S> none() {
    return new Columns<>(List.of());
  }

  Columns<S> text(String name, Function<? super S, String> value) {
    return add(name, ColumnType.TEXT, value);
  }

  Columns<S> integer(String name, Function<? super S, Integer> value) {
    return add(name, ColumnType.INTEGER, value);
  }

  Columns<S> longInteger(String name, Function<? super S, Long> value) {
    return add(name, ColumnType.LONG, value);
  }

  Columns<S> real(String name, Function<? super S, Double> value) {
    return add(name, ColumnType.DOUBLE, value);
  }

  Columns<S> time(String name, Function<? super S, Instant> value) {
    return add(name, ColumnType.TIME, value);
  }

  Columns<S> bytes(String name, Function<? super S, byte[]> value) {
    return add(name, ColumnType.BYTES, value);
  }

  /** The columns SPLIT_loss and SPLIT_accuracy; both are null where there is no score. */
  Columns<S> score(String split, Function<? super S, Score> value) {
    return real(split + "_loss", ifPresent(value, Score::loss))
        .real(split + "_accuracy", ifPresent(value, Score::accuracy));
  }

  Columns<S> add(String name, ColumnType type, Function<? super S, ?> value) {
    return new Columns<>(
        Stream.concat(list.stream(), Stream.of(new Column<S>(name, type, value))).toList());
  }

  /** Null where there is nothing to apply it to. */
  static <S, A, B> Function<S, B> ifPresent(
      Function<? super S, ? extends A> of, Function<? super A, ? extends B> then) {
    return source -> {
      A value = of.apply(source);
      return value == null ? null : then.apply(value);
    };
  }

  /** The same columns for rows that are made of something larger. */
  <T> Columns<T> from(Function<? super T, ? extends S> part) {
    return new Columns<>(
        list.stream()
            .map(
                c ->
                    new Column<T>(
                        c.name(), c.type(), source -> c.value().apply(part.apply(source))))
            .toList());
  }

  /** These columns and then others. */
  Columns<S> and(Columns<S> more) {
    return new Columns<>(Stream.concat(list.stream(), more.list.stream()).toList());
  }

  /** Some of the columns by their names. */
  Columns<S> only(String... names) {
    return new Columns<>(
        Arrays.stream(names).map(name -> list.get(sqlType.fieldIndex(name))).toList());
  }

  List<Column<S>> list() {
    return list;
  }

  List<String> names() {
    return List.of(sqlType.fieldNames());
  }

  StructType sqlType() {
    return sqlType;
  }

  MessageType parquet() {
    return new MessageType(
        "row", list.stream().<Type>map(column -> column.type().parquet(column.name())).toList());
  }

  /** The row of one source. */
  Row row(S source) {
    return row(list.stream().map(column -> column.value().apply(source)).toArray());
  }

  /** A row of values that are there already, whose columns can be asked for by their names. */
  Row row(Object[] values) {
    return new GenericRowWithSchema(values, sqlType);
  }
}
