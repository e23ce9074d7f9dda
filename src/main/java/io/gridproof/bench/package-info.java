/**
 * Measures what a core can do at most, what training reaches of it, and what Python's libraries
 * reach.
 *
 * <p>May import: {@code study}, {@code nn}, {@code kernel}. Start with {@link
 * io.gridproof.bench.TrainingSpeed}.
 */
package io.gridproof.bench;
