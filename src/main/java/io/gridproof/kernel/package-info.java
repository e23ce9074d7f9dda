/**
 * Arithmetic on float arrays: matrix products, elementary functions, random numbers. Every element
 * of a result is one chain of IEEE 754 operations in a documented order, so scalar code and any
 * vector width give the same bits.
 *
 * <p>May import: the JDK and, here only, {@code jdk.incubator.vector}. Start with {@link
 * io.gridproof.kernel.Kernel}, whose javadoc is the law, then {@link io.gridproof.kernel.Matrix}.
 */
package io.gridproof.kernel;
