package io.gridproof.cli;

/** How rows are written. */
enum RowFormat {
  TABLE,
  CSV,
  JSON
}
