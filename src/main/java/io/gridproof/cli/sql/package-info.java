/**
 * Statements and rows: splits a text into statements, runs them over the views, writes rows as a
 * table, CSV or JSON, and asks at a prompt.
 *
 * <p>May import: {@code cli.terminal}, {@code results}, Spark; no verb. Start with {@link
 * io.gridproof.cli.sql.SqlSession}.
 */
package io.gridproof.cli.sql;
