/**
 * The result tables: columns, the commit of a trial, checks, views. The driver is the only writer.
 * A row in the table trials is the commit; what has no such row does not count.
 *
 * <p>May import: {@code study}, {@code nn}, Spark, Hadoop, Parquet. Start with {@link
 * io.gridproof.results.Table} for what is stored, then {@link io.gridproof.results.ResultWriter}
 * for how.
 */
package io.gridproof.results;
