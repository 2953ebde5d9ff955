package dev.isthmus.engine.quantize;

import dev.isthmus.engine.source.BlockDecoder;
import dev.isthmus.engine.source.BlockType;
import dev.isthmus.engine.source.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** GGUF's Q8_0, {@code d q}: blocks of 32, kept as they are; codes are moved to 0..255. */
final class ByteGrid implements Grid {

  static final int MIDDLE = 128;

  @Override
  public int bits() {
    return 8;
  }

  @Override
  public boolean centred() {
    return true;
  }

  @Override
  public void read(Tensor tensor, long row, RowCodes into) {
    ByteBuffer in = tensor.readBlocks(row, 1);
    FloatBuffer head = FloatBuffer.allocate(1);
    for (int block = 0; block < into.blocks(); block++) {
      BlockDecoder.decode(
          BlockType.F16, in.slice(in.position(), 2).order(in.order()), head.clear());
      in.position(in.position() + 2);
      into.scales[block] = head.get(0);
      into.offsets[block] = -MIDDLE * head.get(0);
      for (int i = 0; i < RowCodes.BLOCK; i++) {
        into.codes[block * RowCodes.BLOCK + i] = (byte) (in.get() + MIDDLE);
      }
    }
  }
}
