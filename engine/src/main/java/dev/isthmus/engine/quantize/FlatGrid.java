package dev.isthmus.engine.quantize;

import dev.isthmus.engine.source.BlockDecoder;
import dev.isthmus.engine.source.BlockType;
import dev.isthmus.engine.source.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** GGUF's Q4_0, {@code d (q - 8)}, and Q4_1, {@code d q + m}: blocks of 32, kept as they are. */
final class FlatGrid implements Grid {

  private final boolean minimum;

  FlatGrid(boolean minimum) {
    this.minimum = minimum;
  }

  @Override
  public int bits() {
    return 4;
  }

  @Override
  public boolean centred() {
    return !minimum;
  }

  @Override
  public void read(Tensor tensor, long row, RowCodes into) {
    ByteBuffer in = tensor.readBlocks(row, 1);
    FloatBuffer head = FloatBuffer.allocate(2);
    for (int block = 0; block < into.blocks(); block++) {
      head.clear();
      int bytes = minimum ? 4 : 2;
      BlockDecoder.decode(BlockType.F16, in.slice(in.position(), bytes).order(in.order()), head);
      in.position(in.position() + bytes);
      into.scales[block] = head.get(0);
      into.offsets[block] = minimum ? head.get(1) : -8 * head.get(0);
      int at = block * RowCodes.BLOCK;
      for (int i = 0; i < RowCodes.BLOCK / 2; i++) {
        byte pair = in.get();
        into.codes[at + i] = (byte) (pair & 15);
        into.codes[at + i + RowCodes.BLOCK / 2] = (byte) (pair >> 4 & 15);
      }
    }
  }
}
