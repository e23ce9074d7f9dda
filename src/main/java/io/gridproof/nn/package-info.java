/**
 * The network from scratch: forward and backward pass (equations 1-14 of the paper), activations,
 * initializers, dropout, optimizers, and the training of one trial. No Spark, no files, no clock.
 *
 * <p>May import: {@code kernel}. Start with {@link io.gridproof.nn.Network}, which reads like the
 * equations, then {@link io.gridproof.nn.Trainer}.
 */
package io.gridproof.nn;
