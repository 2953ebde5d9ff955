package dev.isthmus.engine.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** A loaded graph. */
final class StageSession implements StageBody {

  private final OrtSession session;
  private final Slots slots;
  private final boolean attends;

  /**
   * @param attends whether the graph has any layer's attention
   */
  StageSession(OrtSession session, Slots slots, boolean attends) {
    this.session = session;
    this.slots = slots;
    this.attends = attends;
  }

  @Override
  public int slots() {
    return slots.count();
  }

  @Override
  public BitSet run(
      List<Window> windows,
      Packing packing,
      Map<String, OnnxTensor> in,
      Map<String, OnnxTensor> out) {
    if (!attends) {
      run(in, out);
      return new BitSet();
    }
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
    run(inputs, outputs);
    return new BitSet();
  }

  private void run(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {
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
