package io.gridproof.nn;

import io.gridproof.kernel.Matrix;
import io.gridproof.kernel.Normal;
import java.util.List;

/**
 * The loss of a network in double, sample by sample, and its gradient by central differences: equal
 * to what it tests in nothing but the equations.
 */
final class ReferenceNetwork {
  /** Good for half the digits of double. */
  private static final double DIFFERENCE = 1e-5;

  /** What dropout multiplies the output of a hidden unit by. */
  interface Masks {
    double of(int layer, int unit, int sample);
  }

  private final List<Activation> activations;

  /** [layer][n_out][n_in + 1], the bias last. */
  private final double[][][] parameters;

  ReferenceNetwork(Weights weights, List<Activation> activations) {
    this.activations = activations;
    this.parameters = parameters(weights);
  }

  /** The numbers of weights or of their gradient: [layer][n_out][n_in + 1], the bias last. */
  static double[][][] parameters(Weights weights) {
    double[][][] parameters = new double[weights.layers().size()][][];
    for (int l = 0; l < parameters.length; l++) {
      Weights.Layer layer = weights.layers().get(l);
      parameters[l] = new double[layer.outputs()][layer.inputs() + 1];
      for (int i = 0; i < layer.outputs(); i++) {
        for (int k = 0; k < layer.inputs(); k++) {
          parameters[l][i][k] = layer.w().get(i, k);
        }
        parameters[l][i][layer.inputs()] = layer.b().get(0, i);
      }
    }
    return parameters;
  }

  /** [layer][n_out][n_in + 1], the bias last; may be changed. */
  double[][][] parameters() {
    return parameters;
  }

  /** The mean cross-entropy over the samples whose images are named. */
  double loss(ImageSet images, int[] samples, Masks masks) {
    double sum = 0;
    for (int s = 0; s < samples.length; s++) {
      double[] z = outputs(images, samples[s], s, masks);
      double total = 0;
      for (double each : z) {
        total += Math.exp(each);
      }
      sum += Math.log(total) - z[images.labels()[samples[s]]];
    }
    return sum / samples.length;
  }

  private double[] outputs(ImageSet images, int image, int sample, Masks masks) {
    int n = images.pixelsPerImage();
    double[] a = new double[n];
    for (int p = 0; p < n; p++) {
      a[p] = (images.pixels()[image * n + p] & 0xff) / 255.0;
    }
    for (int l = 0; l < parameters.length; l++) {
      double[] z = new double[parameters[l].length];
      for (int i = 0; i < z.length; i++) {
        z[i] = parameters[l][i][a.length];
        for (int k = 0; k < a.length; k++) {
          z[i] += parameters[l][i][k] * a[k];
        }
        if (l < parameters.length - 1) {
          z[i] = g(activations.get(l), z[i]) * masks.of(l, i, sample);
        }
      }
      a = z;
    }
    return a;
  }

  private static double g(Activation activation, double z) {
    return switch (activation) {
      case RELU -> Math.max(z, 0);
      case SIGMOID -> 1 / (1 + Math.exp(-z));
      case TANH -> Math.tanh(z);
      case GELU -> Normal.gelu(z);
    };
  }

  /** dC/dparameter, in the layout of the parameters. */
  double[][][] gradient(ImageSet images, int[] samples, Masks masks) {
    double[][][] gradient = new double[parameters.length][][];
    for (int l = 0; l < parameters.length; l++) {
      gradient[l] = new double[parameters[l].length][parameters[l][0].length];
      for (int i = 0; i < gradient[l].length; i++) {
        for (int k = 0; k < gradient[l][i].length; k++) {
          double there = parameters[l][i][k];
          parameters[l][i][k] = there + DIFFERENCE;
          double above = loss(images, samples, masks);
          parameters[l][i][k] = there - DIFFERENCE;
          double below = loss(images, samples, masks);
          parameters[l][i][k] = there;
          gradient[l][i][k] = (above - below) / (2 * DIFFERENCE);
        }
      }
    }
    return gradient;
  }

  /** The masks that a trial uses in a step of a batch of so many samples. */
  static Masks masks(
      DropoutMasks trial, Dropout dropout, List<Integer> hidden, int step, int samples) {
    if (dropout.isNone()) {
      return (layer, unit, sample) -> 1;
    }
    Matrix[] masks = new Matrix[hidden.size()];
    trial.moveTo(step, 0);
    for (int l = 0; l < masks.length; l++) {
      masks[l] = Matrix.create(hidden.get(l), samples);
      trial.make(l, masks[l]);
    }
    return (layer, unit, sample) -> masks[layer].get(unit, sample);
  }
}
