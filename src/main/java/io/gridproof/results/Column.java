package io.gridproof.results;

import java.util.function.Function;

/**
 * A column of a table: the one place that knows its name, its type and its value.
 *
 * @param value of what a row is made of; may be null
 * @param <S> what a row is made of
 */
record Column<S>(String name, ColumnType type, Function<? super S, ?> value) {}
