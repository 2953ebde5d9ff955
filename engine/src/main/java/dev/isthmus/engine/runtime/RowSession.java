package dev.isthmus.engine.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.isthmus.engine.graph.StageNames;
import java.util.Map;

/**
 * A loaded part of a model that makes of each row another one: an expert, or the head.
 *
 * @param what it is, for messages
 * @param bytes of its weights
 */
record RowSession(String what, OrtSession session, long bytes) implements AutoCloseable {

  /**
   * @param x [1, N, hidden], at least two rows
   * @param y [1, N, width]
   */
  void run(OnnxTensor x, OnnxTensor y) {
    try (OrtSession.Result result =
        session.run(Map.of(StageNames.PART_ROWS, x), Map.of(StageNames.PART_RESULTS, y))) {
      if (result.size() != 1) {
        throw new IllegalStateException("the " + what + " gave " + result.size() + " outputs");
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the " + what + " failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the " + what + " does not close: " + e.getMessage(), e);
    }
  }
}
