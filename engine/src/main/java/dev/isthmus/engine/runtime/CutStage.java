package dev.isthmus.engine.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.graph.StageNames;
import dev.isthmus.engine.graph.StagePiece;
import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A stage without its experts: graph after graph, and between two of them the routed rows go to
 * wherever their experts are. The graphs alone weight and add, by rank.
 */
final class CutStage implements StageBody {

  /**
   * One graph and where it ends.
   *
   * @param session the graph
   */
  record Part(StagePiece piece, StageSession session) {}

  private final List<Part> parts;
  private final ExpertHomes homes;
  private final CutValues[] values;
  private final int hidden;
  private final int active;
  private final int count;
  private final boolean normalised;

  CutStage(OrtEnvironment environment, Architecture model, List<Part> parts, ExpertHomes homes) {
    this.parts = parts;
    this.homes = homes;
    this.hidden = model.hidden();
    this.active = model.experts().active();
    this.count = model.experts().count();
    this.normalised = model.experts().normalised();
    // What one graph gives and what the next one gives must not lie in the same place.
    this.values =
        new CutValues[] {new CutValues(environment, model), new CutValues(environment, model)};
  }

  @Override
  public int slots() {
    return parts.get(0).session().slots();
  }

  @Override
  public BitSet run(
      List<Window> windows,
      Packing packing,
      Map<String, OnnxTensor> in,
      Map<String, OnnxTensor> out) {
    BitSet rerouted = new BitSet();
    for (Part part : parts) {
      StagePiece piece = part.piece();
      Map<String, OnnxTensor> inputs = new HashMap<>();
      if (piece.after() < 0) {
        inputs.putAll(in);
        inputs.remove(StageNames.ROWS);
      } else {
        values[(piece.number() + 1) % 2].give(piece.after(), packing.total(), inputs);
      }
      Map<String, OnnxTensor> outputs = new HashMap<>();
      CutValues mine = values[piece.number() % 2];
      if (piece.cutAt() >= 0) {
        mine.take(piece.cutAt(), packing.total(), outputs);
      } else {
        outputs.putAll(out);
        if (in.containsKey(StageNames.ROWS)) {
          inputs.put(StageNames.ROWS, in.get(StageNames.ROWS));
        }
      }
      part.session().run(windows, packing, inputs, outputs);
      if (piece.cutAt() >= 0) {
        rerouted.or(exchange(piece.cutAt(), mine, packing));
      }
    }
    return rerouted;
  }

  /** The rows that were sent around lost experts. */
  private BitSet exchange(int layer, CutValues step, Packing packing) {
    int rows = packing.start(packing.windows());
    int total = packing.total();
    Detour detour =
        new Detour(
            step.chosen(total),
            step.weights(total),
            step.probabilities(total),
            rows,
            active,
            count);
    BitSet lost = homes.lost(layer, count);
    BitSet rerouted = detour.around(lost);
    while (true) {
      Routing routing = new Routing(layer, step.chosen(total), rows, active, count, hidden);
      FloatBuffer results = FloatBuffer.allocate(rows * active * hidden);
      try {
        homes.compute(
            routing.rows(step.normed(total), step.weights(total), active, normalised), results);
        put(routing, results, rows, total, step.experts(total));
        return rerouted;
      } catch (ExpertsMissingException e) {
        BitSet more = homes.lost(layer, count);
        more.andNot(lost);
        if (more.isEmpty()) {
          throw e;
        }
        lost.or(more);
        rerouted.or(detour.around(lost));
      }
    }
  }

  private void put(Routing routing, FloatBuffer results, int rows, int total, FloatBuffer into) {
    routing.back(results, into);
    // Rows that only fill the step up are its first one again.
    for (int row = rows; row < total; row++) {
      into.put(row * active * hidden, into, 0, active * hidden);
    }
  }

  @Override
  public void close() {
    parts.forEach(part -> part.session().close());
    for (CutValues value : values) {
      value.close();
    }
  }
}
