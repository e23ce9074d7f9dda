package io.gridproof.nn;

import java.io.Serializable;

/**
 * The images of a study, as every trial of it sees them.
 *
 * @param validation may have no images
 * @param sha256 digest of all three sets: sizes, pixels and labels, in order
 */
public record Splits(ImageSet train, ImageSet validation, ImageSet test, String sha256)
    implements Serializable {}
