package dev.isthmus.engine.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockDecoderTest {

  @ParameterizedTest
  @EnumSource(
      names = {"Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q4_K", "Q5_K", "Q6_K", "F16", "BF16"})
  void blocksStandForTheReferencesValuesBitForBit(BlockType type) throws IOException {
    JsonNode entry =
        new ObjectMapper()
            .readTree(Path.of("src/test/resources/fixtures/gguf-blocks/blocks.json").toFile())
            .get(type.name());
    ByteBuffer blocks = bytes(entry.get("bytes_base64"));
    FloatBuffer expected = bytes(entry.get("values_float32_le_base64")).asFloatBuffer();
    FloatBuffer decoded = FloatBuffer.allocate(expected.remaining());

    BlockDecoder.decode(type, blocks, decoded);

    int[] expectedBits = bits(expected);
    assertThat(bits(decoded.flip())).isEqualTo(expectedBits);
    assertThat(type.blockBytes()).isEqualTo(entry.get("block_bytes").asInt());
    assertThat(type.blockValues()).isEqualTo(entry.get("block_values").asInt());
  }

  private static ByteBuffer bytes(JsonNode base64) {
    return ByteBuffer.wrap(Base64.getDecoder().decode(base64.asText()))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int[] bits(FloatBuffer values) {
    int[] bits = new int[values.remaining()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values.get(i));
    }
    return bits;
  }
}
