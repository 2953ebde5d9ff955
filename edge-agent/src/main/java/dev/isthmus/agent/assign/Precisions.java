package dev.isthmus.agent.assign;

import dev.isthmus.engine.runtime.Precision;

/** The wire's precisions and the engine's. */
final class Precisions {

  private Precisions() {}

  /** The node's own choice where the assignment leaves it open: int8, small and fast everywhere. */
  static Precision engine(dev.isthmus.protocol.v1.Precision wire) {
    return switch (wire) {
      case FP32 -> Precision.FP32;
      case INT4 -> Precision.INT4;
      case INT8, PRECISION_UNSPECIFIED, UNRECOGNIZED -> Precision.INT8;
    };
  }

  static dev.isthmus.protocol.v1.Precision wire(Precision precision) {
    return switch (precision) {
      case FP32 -> dev.isthmus.protocol.v1.Precision.FP32;
      case INT8 -> dev.isthmus.protocol.v1.Precision.INT8;
      case INT4 -> dev.isthmus.protocol.v1.Precision.INT4;
    };
  }
}
