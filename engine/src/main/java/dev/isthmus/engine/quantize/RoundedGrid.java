package dev.isthmus.engine.quantize;

import dev.isthmus.engine.source.Tensor;
import java.nio.FloatBuffer;

/** Weights of any type rounded to 8 bits by blocks of 32, scale the largest magnitude / 127. */
final class RoundedGrid implements Grid {

  private static final int LARGEST = 127;

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
    int width = Math.toIntExact(tensor.shape()[1]);
    FloatBuffer floats = FloatBuffer.allocate(width);
    tensor.readFloats(row, 1, floats);
    for (int block = 0; block < into.blocks(); block++) {
      int from = block * RowCodes.BLOCK;
      int to = Math.min(from + RowCodes.BLOCK, width);
      float largest = 0;
      for (int i = from; i < to; i++) {
        largest = Math.max(largest, Math.abs(floats.get(i)));
      }
      float scale = largest / LARGEST;
      into.scales[block] = scale;
      into.offsets[block] = -ByteGrid.MIDDLE * scale;
      for (int i = from; i < from + RowCodes.BLOCK; i++) {
        int code = i < to && scale > 0 ? Math.round(floats.get(i) / scale) : 0;
        into.codes[i] = (byte) (code + ByteGrid.MIDDLE);
      }
    }
  }
}
