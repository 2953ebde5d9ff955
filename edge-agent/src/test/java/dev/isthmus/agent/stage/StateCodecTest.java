package dev.isthmus.agent.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import dev.isthmus.protocol.v1.StageWindow;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StateCodecTest {

  private static final float[] ROWS = {1, -2.5f, 0.1f, 127, 0, 0, 0, 0, 3e-5f, 1e20f, -1e20f, 7};

  private static float[] there(StateCodec codec) {
    ByteString bytes = codec.encode(FloatBuffer.wrap(ROWS), 3, 4);
    assertThat(bytes.size()).isEqualTo(3 * codec.rowBytes(4));
    float[] back = new float[ROWS.length];
    codec.decode(bytes, 3, 4).get(back);
    return back;
  }

  @Test
  void fp32ChangesNoBit() {
    assertThat(there(StateCodec.FP32)).isEqualTo(ROWS);
  }

  @Test
  void bf16RoundsToTheNearestOfEightBits() {
    float[] back = there(StateCodec.BF16);
    assertThat(back[2]).isEqualTo(0.10009765625f);
    for (int i = 0; i < ROWS.length; i++) {
      assertThat(back[i]).isCloseTo(ROWS[i], within(Math.abs(ROWS[i]) / 256));
    }
  }

  @Test
  void int8HasAScaleForEachRow() {
    float[] back = there(StateCodec.INT8);
    assertThat(Arrays.copyOf(back, 9)).containsExactly(1, -2, 0, 127, 0, 0, 0, 0, 0);
    assertThat(back[10]).isCloseTo(-1e20f, within(1e14f));
    assertThat(back[11]).isZero();
    assertThat(StateCodec.INT8.rowBytes(4)).isEqualTo(8);
  }

  @Test
  void whatOthersAreComparedWithTravelsInFp32() {
    StageWindow exact = StageWindow.newBuilder().setExact(true).build();
    assertThat(StateCodec.INT8.of(exact)).isEqualTo(StateCodec.FP32);
    assertThat(StateCodec.INT8.of(StageWindow.getDefaultInstance())).isEqualTo(StateCodec.INT8);
  }
}
