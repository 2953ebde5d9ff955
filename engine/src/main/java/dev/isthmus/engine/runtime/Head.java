package dev.isthmus.engine.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;

/** The end of a last stage, whichever of its graphs ran before. */
final class Head implements AutoCloseable {

  private final RowSession session;
  private final Views logits;
  private final int width;

  /**
   * @param width how many tokens it scores
   * @param bytes of its weights
   */
  Head(OrtEnvironment environment, OrtSession session, int width, long bytes) {
    this.session = new RowSession("head", session, bytes);
    this.width = width;
    this.logits = Views.floats(environment, width, 2);
  }

  int width() {
    return width;
  }

  /** Computes logits of the first rows of the states. */
  void run(OnnxTensor states, int rows) {
    session.run(states, logits.tensor(rows));
  }

  /** The first rows of what it computed last. */
  ByteBuffer logits(int rows) {
    return logits.rows(rows);
  }

  @Override
  public void close() {
    session.close();
    logits.close();
  }
}
