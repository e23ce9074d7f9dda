package io.gridproof.cli.sql;

/** How rows are written. */
public enum RowFormat {
  TABLE,
  CSV,
  JSON
}
