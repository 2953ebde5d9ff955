package dev.isthmus.engine.graph;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.runtime.StageRange;

/** Which of a model's tensors a stage is made of, by their names. */
public final class StageTensors {

  private static final String LAYERS = "model.layers.";

  private final StageRange range;
  private final boolean first;
  private final boolean last;
  private final boolean tied;

  public StageTensors(Architecture model, StageRange range) {
    this.range = range;
    this.first = range.first() == 0;
    this.last = range.last() == model.layers();
    this.tied = model.tiedHead();
  }

  /** Names that no family knows belong to every stage. */
  public boolean needs(String tensor) {
    if (tensor.startsWith(LAYERS)) {
      int layer = Integer.parseInt(tensor.split("\\.")[2]);
      return range.holds(layer);
    }
    return switch (tensor) {
      case "model.embed_tokens.weight" -> first || last && tied;
      case "model.norm.weight", "lm_head.weight" -> last;
      default -> true;
    };
  }
}
