package io.gridproof.study;

/**
 * Which points of the grid to keep.
 *
 * @param predicate Spark SQL over the columns of {@link Parameter}
 * @param location where it was written, for errors
 */
public record Where(String predicate, String location) {}
