package dev.isthmus.engine.check;

import dev.isthmus.engine.runtime.StageRange;
import java.util.ArrayList;
import java.util.List;

/** Ways to cut a model's layers into stages. */
public enum Cuts {
  /** The whole model in one stage alone. */
  NONE,
  /**
   * Also every cut into two stages and, from three layers on, into three; of models with more than
   * twelve layers one cut into three for each first cut.
   */
  ALL;

  private static final int MANY = 12;

  /** The cuts into two stages or more. */
  public List<List<StageRange>> of(int layers) {
    List<List<StageRange>> cuts = new ArrayList<>();
    if (this == NONE) {
      return cuts;
    }
    for (int first = 1; first < layers; first++) {
      cuts.add(stages(0, first, layers));
    }
    for (int first = 1; first < layers - 1; first++) {
      int middle = (first + layers) / 2;
      for (int second = first + 1; second < layers; second++) {
        if (layers <= MANY || second == middle) {
          cuts.add(stages(0, first, second, layers));
        }
      }
    }
    return cuts;
  }

  private static List<StageRange> stages(int... bounds) {
    List<StageRange> stages = new ArrayList<>();
    for (int i = 1; i < bounds.length; i++) {
      stages.add(new StageRange(bounds[i - 1], bounds[i]));
    }
    return stages;
  }
}
