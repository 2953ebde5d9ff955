package dev.isthmus.engine.runtime;

import ai.onnxruntime.OnnxTensor;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** What computes a stage's step: one graph, or several with experts between them. */
interface StageBody extends AutoCloseable {

  /** Most windows of one run. */
  int slots();

  /**
   * Runs once over the windows.
   *
   * @param in the stage's own inputs
   * @param out the stage's own outputs, pinned
   * @return rows that went through other experts than their gates chose
   */
  BitSet run(
      List<Window> windows,
      Packing packing,
      Map<String, OnnxTensor> in,
      Map<String, OnnxTensor> out);

  @Override
  void close();
}
