package dev.isthmus.agent.experts;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.isthmus.agent.experts.ExpertsRefusedException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Rows as messages carry them: fp32, little-endian. */
final class RowBytes {

  private RowBytes() {}

  /** The first so many values. */
  static ByteString of(FloatBuffer values, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(0, values, 0, count);
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  /**
   * @param count how many values there must be
   * @throws ExpertsRefusedException WrongShape, or InvalidRows where one is no finite number
   */
  static FloatBuffer read(ByteString bytes, int count) {
    if (bytes.size() != count * Float.BYTES) {
      throw new ExpertsRefusedException(
          Reason.WrongShape,
          bytes.size() + " bytes of rows; " + count * Float.BYTES + " are needed");
    }
    FloatBuffer values =
        bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(values.get(i))) {
        throw new ExpertsRefusedException(
            Reason.InvalidRows, "value " + i + " is " + values.get(i));
      }
    }
    return values;
  }
}
