package dev.isthmus.engine.graph;

/** ONNX element types that stage graphs use. */
public enum ElementType {
  FLOAT(1, 4),
  UINT8(2, 1),
  INT32(6, 4),
  INT64(7, 8),
  BOOL(9, 1);

  private final int code;
  private final int bytes;

  ElementType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** TensorProto.DataType. */
  public int code() {
    return code;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }
}
