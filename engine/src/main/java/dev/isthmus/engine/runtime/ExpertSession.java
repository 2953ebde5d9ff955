package dev.isthmus.engine.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.isthmus.engine.graph.StageNames;
import java.util.Map;

/**
 * A loaded expert.
 *
 * @param bytes of its weights
 */
record ExpertSession(OrtSession session, long bytes) implements AutoCloseable {

  /**
   * @param x [1, N, hidden], at least two rows
   * @param y [1, N, hidden]
   */
  void run(OnnxTensor x, OnnxTensor y) {
    try (OrtSession.Result result =
        session.run(Map.of(StageNames.EXPERT_ROWS, x), Map.of(StageNames.EXPERT_RESULTS, y))) {
      if (result.size() != 1) {
        throw new IllegalStateException("the expert gave " + result.size() + " outputs");
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the expert failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the expert does not close: " + e.getMessage(), e);
    }
  }
}
