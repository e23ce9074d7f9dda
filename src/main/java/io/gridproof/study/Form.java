package io.gridproof.study;

import static java.util.stream.Collectors.joining;

import io.gridproof.nn.Configuration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How the values of a parameter are written in a study, kept in a configuration and stored in a
 * column.
 *
 * @param columnType Integer, Double or String
 * @param reader checks a value of a study's file
 * @param getter null where a configuration has no value
 * @param setter gives another configuration
 * @param store the value in the column, of the {@code columnType}, or null where it has none
 * @param load makes a value of what a column holds, which is never null
 */
record Form<T>(
    Class<?> columnType,
    Function<Yaml, ? extends T> reader,
    Function<Configuration, ? extends T> getter,
    BiFunction<Configuration, ? super T, Configuration> setter,
    Function<? super T, Object> store,
    Function<Object, ? extends T> load) {

  /** A number, stored as it is. */
  static <N extends Number> Form<N> number(
      Class<N> type,
      Function<Yaml, N> reader,
      Function<Configuration, N> getter,
      BiFunction<Configuration, N, Configuration> setter) {
    return new Form<>(type, reader, getter, setter, value -> value, type::cast);
  }

  /** One of some names; {@code noun} is what messages call it. */
  static <E extends Enum<E>> Form<E> choice(
      Class<E> type,
      String noun,
      Function<Configuration, E> getter,
      BiFunction<Configuration, E, Configuration> setter) {
    return new Form<>(
        String.class,
        yaml -> yaml.choice(type, noun),
        getter,
        setter,
        Names::of,
        name -> Names.parse(type, (String) name));
  }

  /** A list, stored as text in which {@code separator} stands between the items. */
  static <I> Form<List<I>> list(
      String separator,
      Function<Yaml, List<I>> reader,
      Function<Configuration, List<I>> getter,
      BiFunction<Configuration, List<I>, Configuration> setter,
      Function<I, String> store,
      Function<String, I> load) {
    return new Form<>(
        String.class,
        reader,
        getter,
        setter,
        items -> items.stream().map(store).collect(joining(separator)),
        text -> Arrays.stream(((String) text).split("[" + separator + "]")).map(load).toList());
  }

  Value<T> read(Yaml yaml) {
    return new Value<>(this, reader.apply(yaml));
  }

  Value<T> of(Configuration configuration) {
    return new Value<>(this, getter.apply(configuration));
  }

  Value<T> ofColumn(Object stored) {
    return new Value<>(this, load.apply(stored));
  }

  /**
   * A value of a parameter.
   *
   * @param value null where a configuration has none
   */
  record Value<T>(Form<T> form, T value) {

    /** What the column holds, or null. */
    Object column() {
      return value == null ? null : form.store.apply(value);
    }

    Configuration applyTo(Configuration configuration) {
      return form.setter.apply(configuration, value);
    }
  }
}
