package dev.isthmus.engine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockEncoderTest {

  @Test
  void weightsThatLieOnAGridStayAsTheyAre() {
    float[] weights = new float[64];
    for (int i = 0; i < 64; i++) {
      weights[i] = i < 32 ? 0.25f * (i * 7 % 16) - 1.5f : -3f;
    }

    assertThat(there(weights)).isEqualTo(weights);
  }

  @Test
  void normalWeightsLoseLessThanTheNearestOfFifteenEqualSteps() {
    Random random = new Random(5);
    float[] weights = new float[32 * 500];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian() * 0.02f;
    }

    double lost = Math.sqrt(squares(there(weights), weights) / squares(weights));

    assertThat(lost).isCloseTo(0.0741, within(0.0001));
    assertThat(lost).isLessThan(Math.sqrt(squares(steps(weights), weights) / squares(weights)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0x3c00",
    "-2.5, 0xc100",
    "65504, 0x7bff",
    "1e9, 0x7bff",
    "6.103515625e-5, 0x0400",
    "5.9604645e-8, 0x0001",
    "2.9e-8, 0x0000",
    "1.00048828125, 0x3c00",
    "1.00146484375, 0x3c02",
    "1.9999, 0x4000"
  })
  void halvesAreTheNearestOnesTiesToEven(float value, String bits) {
    assertThat(Halves.toF16(value) & 0xffff).isEqualTo(Integer.decode(bits));
  }

  @Test
  void everyFiniteHalfIsItsOwnNearest() {
    for (int bits = 0; bits < 0x7c00; bits++) {
      assertThat(Halves.toF16(Halves.fromF16((short) bits))).isEqualTo((short) bits);
    }
  }

  private static float[] there(float[] weights) {
    ByteBuffer blocks =
        ByteBuffer.allocate(weights.length / 32 * BlockType.Q4_1.blockBytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    BlockEncoder.q41(FloatBuffer.wrap(weights), blocks);
    FloatBuffer back = FloatBuffer.allocate(weights.length);
    BlockDecoder.decode(BlockType.Q4_1, blocks.flip(), back);
    return back.array();
  }

  /** From a block's least to its greatest weight. */
  private static float[] steps(float[] weights) {
    float[] rounded = new float[weights.length];
    for (int at = 0; at < weights.length; at += 32) {
      float[] block = Arrays.copyOfRange(weights, at, at + 32);
      Arrays.sort(block);
      float step = (block[31] - block[0]) / 15;
      for (int i = at; i < at + 32; i++) {
        rounded[i] = block[0] + step * Math.round((weights[i] - block[0]) / step);
      }
    }
    return rounded;
  }

  private static double squares(float[] values) {
    return squares(values, new float[values.length]);
  }

  private static double squares(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}
