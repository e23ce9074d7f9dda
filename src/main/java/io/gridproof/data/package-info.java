/**
 * Images through Spark SQL: IDX, CSV and Parquet become one packed {@link
 * io.gridproof.nn.ImageSet}. Also fetches and verifies the known data sets, and reads new images
 * for predictions.
 *
 * <p>May import: {@code study}, {@code nn}, Spark, Hadoop. Start with {@link
 * io.gridproof.data.Datasets}.
 */
package io.gridproof.data;
