/**
 * The Spark driver, which hands trials to executors, and the task that trains one of them there.
 *
 * <p>May import: {@code results}, {@code data}, {@code study}, {@code nn}, Spark. Start with {@link
 * io.gridproof.sweep.Sweep} on the driver and {@link io.gridproof.sweep.TrialTask} on an executor.
 */
package io.gridproof.sweep;
