package dev.isthmus.engine.narrow;

import dev.isthmus.engine.quantize.Grid;
import dev.isthmus.engine.source.BlockDecoder;
import dev.isthmus.engine.source.BlockEncoder;
import dev.isthmus.engine.source.BlockType;
import dev.isthmus.engine.source.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** A matrix rounded to Q4_1 as it is read. */
record NarrowTensor(Tensor wide) implements Tensor {

  private static final BlockType TYPE = BlockType.Q4_1;

  /** Whether int4 gives it more than 4 bits, and its rows are whole blocks. */
  static boolean canBe(Tensor tensor) {
    return tensor.shape().length == 2
        && tensor.shape()[1] % TYPE.blockValues() == 0
        && Grid.of(tensor.type(), 4).bits() > 4;
  }

  @Override
  public String name() {
    return wide.name();
  }

  @Override
  public long[] shape() {
    return wide.shape();
  }

  @Override
  public BlockType type() {
    return TYPE;
  }

  @Override
  public void readFloats(long first, int count, FloatBuffer into) {
    BlockDecoder.decode(TYPE, readBlocks(first, count), into);
  }

  @Override
  public ByteBuffer readBlocks(long first, int count) {
    int values = Math.toIntExact(count * wide.shape()[1]);
    FloatBuffer floats = FloatBuffer.allocate(values);
    wide.readFloats(first, count, floats);
    ByteBuffer blocks =
        ByteBuffer.allocate(values / TYPE.blockValues() * TYPE.blockBytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    BlockEncoder.q41(floats.flip(), blocks);
    return blocks.flip();
  }

  @Override
  public String location() {
    return wide.location();
  }
}
