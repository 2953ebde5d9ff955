package dev.isthmus.engine.check;

import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.engine.runtime.StepEngine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Stages that are loaded, kept for the next cut while there is room. */
final class LoadedStages implements AutoCloseable {

  private final Function<StageRange, StepEngine> loader;
  private final int mostLayers;
  private final Map<StageRange, StepEngine> stages = new LinkedHashMap<>();

  /**
   * @param mostLayers layers over all stages beyond which the stage used longest ago is closed; at
   *     least those of one cut
   */
  LoadedStages(Function<StageRange, StepEngine> loader, int mostLayers) {
    this.loader = loader;
    this.mostLayers = mostLayers;
  }

  StepEngine stage(StageRange range) {
    StepEngine known = stages.remove(range);
    if (known == null) {
      makeRoom(range.layers());
      known = loader.apply(range);
    }
    stages.put(range, known);
    return known;
  }

  private void makeRoom(int layers) {
    var oldest = stages.entrySet().iterator();
    int loaded = stages.keySet().stream().mapToInt(StageRange::layers).sum();
    while (oldest.hasNext() && loaded + layers > mostLayers) {
      Map.Entry<StageRange, StepEngine> stage = oldest.next();
      loaded -= stage.getKey().layers();
      oldest.remove();
      stage.getValue().close();
    }
  }

  @Override
  public void close() {
    stages.values().forEach(StepEngine::close);
    stages.clear();
  }
}
