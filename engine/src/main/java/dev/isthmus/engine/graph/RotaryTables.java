package dev.isthmus.engine.graph;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.RopeTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The rotation's cosines and sines as weights, one row per position (RoFormer, 2104.09864). */
final class RotaryTables {

  static final String COS = "rotary.cos";
  static final String SIN = "rotary.sin";

  private RotaryTables() {}

  /** [positions, half of a head]; what widens a head is not turned. */
  static Weight table(Architecture model, String name, int positions) {
    int half = model.headDim() / 2;
    int padded = HeadWidth.of(model).padded() / 2;
    return new Weight(
        name,
        ElementType.FLOAT,
        new long[] {positions, padded},
        sink -> {
          RopeTable rope = RopeTable.of(model);
          ByteBuffer bytes = ByteBuffer.allocate(4 * padded).order(ByteOrder.LITTLE_ENDIAN);
          for (int position = 0; position < positions; position++) {
            for (int i = 0; i < half; i++) {
              float value = name.equals(COS) ? rope.cos(position, i) : rope.sin(position, i);
              bytes.putFloat(4 * i, value);
            }
            sink.write(bytes.clear());
          }
        });
  }
}
