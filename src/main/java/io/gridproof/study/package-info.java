/**
 * The specification: reads and checks the YAML of a study, spans the grid, names trials, derives
 * seeds, makes the plan. No Spark.
 *
 * <p>May import: {@code nn}, {@code kernel}. Start with {@link io.gridproof.study.StudyReader},
 * then {@link io.gridproof.study.Plan}.
 */
package io.gridproof.study;
