/**
 * Conditions in SQL that a study or a command line carries: a text that a stranger may have
 * written, checked before anything of it is evaluated.
 *
 * <p>May import: {@code study}, {@code results}, Spark's catalyst; nothing that runs a Spark job.
 * Start with {@link io.gridproof.results.predicate.SqlPredicate}.
 */
package io.gridproof.results.predicate;
