package io.gridproof.cli;

import io.gridproof.nn.Classification;

/**
 * What a network makes of an image of a file.
 *
 * @param file as the user named it
 * @param index of the image in its file, 0 for the first
 * @param actual the label in the file; null if there is none
 */
record Prediction(String file, int index, Integer actual, Classification classification) {}
