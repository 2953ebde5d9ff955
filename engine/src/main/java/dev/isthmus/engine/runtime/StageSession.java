package dev.isthmus.engine.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.List;
import java.util.Map;

/** A loaded graph. */
final class StageSession implements AutoCloseable {

  private final OrtSession session;
  private final Slots slots;

  StageSession(OrtSession session, Slots slots) {
    this.session = session;
    this.slots = slots;
  }

  /** Most windows of one run. */
  int slots() {
    return slots.count();
  }

  /**
   * Runs the graph once over the windows.
   *
   * @param in the stage's own inputs
   * @param out the stage's own output, pinned
   */
  void run(
      List<Window> windows,
      Packing packing,
      Map<String, OnnxTensor> in,
      Map<String, OnnxTensor> out) {
    Map<String, OnnxTensor> inputs = slots.inputs();
    Map<String, OnnxTensor> outputs = slots.outputs();
    slots.cut(packing);
    slots.rest(windows.size());
    for (int slot = 0; slot < windows.size(); slot++) {
      OrtSequence sequence = (OrtSequence) windows.get(slot).sequence();
      slots.fill(slot, sequence.block(), sequence.length(), packing.attended(slot));
    }
    inputs.putAll(in);
    outputs.putAll(out);
    try (OrtSession.Result result = session.run(inputs, outputs)) {
      if (result.size() != outputs.size()) {
        throw new IllegalStateException("the stage gave " + result.size() + " outputs");
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the step failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    slots.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the stage does not close: " + e.getMessage(), e);
    }
  }
}
