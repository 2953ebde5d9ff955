package dev.isthmus.engine.quantize;

import dev.isthmus.engine.source.BlockDecoder;
import dev.isthmus.engine.source.BlockType;
import dev.isthmus.engine.source.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * GGUF's Q4_K: super-blocks of 256 with eight sub-blocks {@code d s q - dmin t}, s and t in six
 * bits. Each sub-block is a block of 32 with a scale and an offset of its own.
 */
final class SuperGrid implements Grid {

  private static final int SUB_BLOCKS = 8;
  private static final int SCALE_BYTES = 12;

  @Override
  public int bits() {
    return 4;
  }

  @Override
  public boolean centred() {
    return false;
  }

  @Override
  public void read(Tensor tensor, long row, RowCodes into) {
    ByteBuffer in = tensor.readBlocks(row, 1);
    FloatBuffer head = FloatBuffer.allocate(2);
    byte[] packed = new byte[SCALE_BYTES];
    for (int first = 0; first < into.blocks(); first += SUB_BLOCKS) {
      BlockDecoder.decode(
          BlockType.F16, in.slice(in.position(), 4).order(in.order()), head.clear());
      in.position(in.position() + 4).get(packed);
      for (int sub = 0; sub < SUB_BLOCKS; sub++) {
        into.scales[first + sub] = head.get(0) * scale(packed, sub);
        into.offsets[first + sub] = -head.get(1) * minimum(packed, sub);
      }
      for (int pair = 0; pair < SUB_BLOCKS; pair += 2) {
        int low = (first + pair) * RowCodes.BLOCK;
        for (int i = 0; i < RowCodes.BLOCK; i++) {
          byte both = in.get();
          into.codes[low + i] = (byte) (both & 15);
          into.codes[low + RowCodes.BLOCK + i] = (byte) (both >> 4 & 15);
        }
      }
    }
  }

  private static int scale(byte[] packed, int sub) {
    return sub < 4 ? packed[sub] & 63 : packed[sub + 4] & 15 | (packed[sub - 4] & 0xff) >> 6 << 4;
  }

  private static int minimum(byte[] packed, int sub) {
    return sub < 4
        ? packed[sub + 4] & 63
        : (packed[sub + 4] & 0xff) >> 4 | (packed[sub] & 0xff) >> 6 << 4;
  }
}
