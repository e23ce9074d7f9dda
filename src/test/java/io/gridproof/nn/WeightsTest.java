package io.gridproof.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightsTest {
  private static final List<Integer> SIZES = List.of(7, 5, 10);

  private static Weights weights() {
    return Weights.initial(SIZES, Initializer.RANDOM, 1);
  }

  @Test
  void bytesAreRowsOfLittleEndianFloats() {
    Weights.Layer layer = weights().layers().get(0);
    ByteBuffer w = ByteBuffer.wrap(layer.weightBytes()).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer b = ByteBuffer.wrap(layer.biasBytes()).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(w.remaining()).isEqualTo(4 * 7 * 5);
    assertThat(b.remaining()).isEqualTo(4 * 5);
    for (int i = 0; i < 5; i++) {
      for (int k = 0; k < 7; k++) {
        assertThat(w.getFloat()).isEqualTo(layer.w().get(i, k));
      }
      assertThat(b.getFloat()).isEqualTo(layer.b().get(0, i));
    }
  }

  @Test
  void bytesMakeTheSameLayersAgain() {
    Weights weights = weights();
    List<Weights.Layer> again =
        weights.layers().stream()
            .map(
                layer ->
                    Weights.Layer.fromBytes(
                        layer.inputs(), layer.outputs(), layer.weightBytes(), layer.biasBytes()))
            .toList();
    assertThat(new Weights(again).sha256()).isEqualTo(weights.sha256());
  }

  @Test
  void aByteTooFewIsRefused() {
    assertThatThrownBy(() -> Weights.Layer.fromBytes(7, 5, new byte[139], new byte[20]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`bytes of 5 x 7 float32 = 140` must hold, but got 139");
  }

  @Test
  void layersThatDoNotFitAreRefused() {
    assertThatThrownBy(
            () -> new Weights(List.of(Weights.Layer.zeros(7, 5), Weights.Layer.zeros(6, 10))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`inputs of layer 2 = outputs of layer 1` must hold, but got 6 and 5");
  }

  @Test
  void theDigestSeesEveryBitOfEveryWeightAndBias() {
    String before = weights().sha256();
    for (int l = 0; l < 2; l++) {
      Weights changed = weights();
      Weights.Layer layer = changed.layers().get(l);
      layer.w().set(4, 4, Math.nextUp(layer.w().get(4, 4)));
      assertThat(changed.sha256()).as("weight of layer %d", l + 1).isNotEqualTo(before);
      changed = weights();
      layer = changed.layers().get(l);
      layer.b().set(0, 4, Math.nextUp(layer.b().get(0, 4)));
      assertThat(changed.sha256()).as("bias of layer %d", l + 1).isNotEqualTo(before);
    }
  }

  @Test
  void theDigestSeesTheSizesOfTheLayers() {
    assertThat(Weights.zeros(List.of(4, 6, 10)).sha256())
        .isNotEqualTo(Weights.zeros(List.of(6, 4, 10)).sha256());
  }

  @Test
  void theDigestDoesNotSeeTheKindOfNan() {
    Weights one = Weights.zeros(SIZES);
    Weights other = Weights.zeros(SIZES);
    one.layers().get(0).w().set(1, 1, Float.intBitsToFloat(0x7FC0_0000));
    other.layers().get(0).w().set(1, 1, Float.intBitsToFloat(0xFFC0_1234));
    assertThat(one.sha256()).isEqualTo(other.sha256());
  }

  @Test
  void theDigestOfZerosIsThatOfTheirBytes() {
    // printf '\0\0\0\2\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0' | sha256sum
    assertThat(Weights.zeros(List.of(2, 1)).sha256())
        .isEqualTo("95b04bf255097bff5e94e81af920b79bebd4cd06de73a939c1b761dbc7905e3d");
  }
}
