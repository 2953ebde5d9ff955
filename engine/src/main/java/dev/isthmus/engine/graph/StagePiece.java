package dev.isthmus.engine.graph;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.runtime.StageRange;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a stage one graph computes: all of it, or what lies between two layers whose experts are
 * elsewhere.
 *
 * @param number from 0 on
 * @param after the layer whose experts' results it begins with, -1 where it begins the stage
 * @param first the first layer whose attention it has
 * @param last one past the last of these; equal to first where it has none
 * @param cutAt the layer at whose experts it ends, -1 where it ends the stage
 */
public record StagePiece(int number, int after, int first, int last, int cutAt) {

  /** The stage in one graph. */
  static StagePiece whole(StageRange range) {
    return new StagePiece(0, -1, range.first(), range.last(), -1);
  }

  /** The stage without its experts. */
  static List<StagePiece> withoutExperts(Architecture model, StageRange range) {
    List<StagePiece> pieces = new ArrayList<>();
    int after = -1;
    int first = range.first();
    for (int layer = range.first(); layer < range.last(); layer++) {
      if (model.isSparse(layer)) {
        pieces.add(new StagePiece(pieces.size(), after, first, layer + 1, layer));
        after = layer;
        first = layer + 1;
      }
    }
    pieces.add(new StagePiece(pieces.size(), after, first, range.last(), -1));
    return pieces;
  }

  /** Whether it has any layer's attention. */
  public boolean attends() {
    return last > first;
  }

  /** A file name for its graph. */
  public String file(Buckets buckets) {
    return number == 0 && cutAt < 0 ? buckets.file() : "piece-" + number + "-" + buckets.file();
  }
}
