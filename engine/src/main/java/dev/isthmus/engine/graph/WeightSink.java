package dev.isthmus.engine.graph;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes a weight's bytes in order, little-endian, in pieces of any size. */
@FunctionalInterface
public interface WeightSink {

  /**
   * @param bytes position to limit is taken; may be reused afterwards
   */
  void write(ByteBuffer bytes) throws IOException;
}
