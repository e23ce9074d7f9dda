package io.gridproof.study;

import io.gridproof.study.Form.Value;
import java.util.List;

/**
 * The values that a study gives one parameter, in the order given.
 *
 * @param location where they were written, for errors
 */
record Axis(Parameter parameter, List<Value<?>> values, String location) {}
