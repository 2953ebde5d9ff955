package dev.isthmus.agent.stage;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.isthmus.protocol.v1.HiddenStates;
import dev.isthmus.protocol.v1.StageWindow;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Hidden states as they travel: rows of {@code width} values, little-endian. Anything but fp32
 * loses bits, so it makes a numerics class of its own.
 */
enum StateCodec {
  FP32(Float.BYTES, 0) {
    @Override
    void encode(FloatBuffer row, int width, ByteBuffer into) {
      into.asFloatBuffer().put(row);
      into.position(into.position() + width * Float.BYTES);
    }

    @Override
    void decode(ByteBuffer from, int width, FloatBuffer into) {
      into.put(from.asFloatBuffer().slice(0, width));
      from.position(from.position() + width * Float.BYTES);
    }
  },

  BF16(Short.BYTES, 0) {
    @Override
    void encode(FloatBuffer row, int width, ByteBuffer into) {
      for (int i = 0; i < width; i++) {
        int bits = Float.floatToRawIntBits(row.get(i));
        int rounded = bits + 0x7fff + (bits >>> 16 & 1);
        into.putShort((short) (Float.isFinite(row.get(i)) ? rounded >>> 16 : bits >>> 16));
      }
    }

    @Override
    void decode(ByteBuffer from, int width, FloatBuffer into) {
      for (int i = 0; i < width; i++) {
        into.put(Float.intBitsToFloat(from.getShort() << 16));
      }
    }
  },

  INT8(Byte.BYTES, Float.BYTES) {
    @Override
    void encode(FloatBuffer row, int width, ByteBuffer into) {
      float largest = 0;
      for (int i = 0; i < width; i++) {
        largest = Math.max(largest, Math.abs(row.get(i)));
      }
      float scale = largest / Byte.MAX_VALUE;
      into.putFloat(scale);
      for (int i = 0; i < width; i++) {
        into.put((byte) (scale == 0 ? 0 : Math.round(row.get(i) / scale)));
      }
    }

    @Override
    void decode(ByteBuffer from, int width, FloatBuffer into) {
      float scale = from.getFloat();
      for (int i = 0; i < width; i++) {
        into.put(from.get() * scale);
      }
    }
  };

  private final int valueBytes;
  private final int headBytes;

  StateCodec(int valueBytes, int headBytes) {
    this.valueBytes = valueBytes;
    this.headBytes = headBytes;
  }

  /** fp32 where nothing was said. */
  static StateCodec of(HiddenStates wire) {
    return switch (wire) {
      case STATES_BF16 -> BF16;
      case STATES_INT8 -> INT8;
      case STATES_FP32, HIDDEN_STATES_UNSPECIFIED, UNRECOGNIZED -> FP32;
    };
  }

  /** What this window's states are in. */
  StateCodec of(StageWindow window) {
    return window.getExact() ? FP32 : this;
  }

  int rowBytes(int width) {
    return headBytes + width * valueBytes;
  }

  /**
   * @param states [rows, width] from its position on; not moved
   */
  ByteString encode(FloatBuffer states, int rows, int width) {
    ByteBuffer bytes = ByteBuffer.allocate(rows * rowBytes(width)).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < rows; row++) {
      encode(states.slice(states.position() + row * width, width), width, bytes);
    }
    return UnsafeByteOperations.unsafeWrap(bytes.flip());
  }

  /**
   * @param states rows of exactly {@link #rowBytes}
   * @return [rows, width] from position 0 on
   */
  FloatBuffer decode(ByteString states, int rows, int width) {
    ByteBuffer bytes = states.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer values = FloatBuffer.allocate(rows * width);
    for (int row = 0; row < rows; row++) {
      decode(bytes, width, values);
    }
    return values.flip();
  }

  abstract void encode(FloatBuffer row, int width, ByteBuffer into);

  abstract void decode(ByteBuffer from, int width, FloatBuffer into);
}
