package dev.isthmus.engine.graph;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StageRange;
import java.util.List;

/**
 * Which stage is to be written.
 *
 * @param positions rows of the rotary tables
 * @param experts whether its layers' experts are inside
 */
public record StageSpec(
    Architecture model, StageRange range, Precision precision, int positions, boolean experts) {

  /** Whether the model ends with it. */
  public boolean isLast() {
    return range.last() == model.layers();
  }

  /** The graphs that it is made of, in order. */
  public List<StagePiece> pieces() {
    return experts ? List.of(StagePiece.whole(range)) : StagePiece.withoutExperts(model, range);
  }
}
