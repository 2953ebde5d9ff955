package dev.isthmus.planner.place;

import dev.isthmus.planner.layers.Partition;
import java.util.List;
import java.util.Optional;

/** Predicts what verifiers give where they are placed. */
final class Forecasts {

  private final Fleet fleet;
  private final Memory memory;
  private final Placing placing;
  private final List<Placement> before;

  /**
   * @param before what is placed now
   */
  Forecasts(Fleet fleet, Memory memory, Placing placing, Optional<Plan> before) {
    this.fleet = fleet;
    this.memory = memory;
    this.placing = placing;
    this.before = before.map(Plan::placements).orElse(List.of());
  }

  /**
   * @param verifiers whole ones, or all stages of one; at least one
   */
  Forecast of(List<Placement> verifiers) {
    boolean chain = verifiers.get(0).lastLayer() > 0;
    return chain ? ofChain(verifiers) : ofWhole(verifiers);
  }

  private Forecast ofChain(List<Placement> parts) {
    ChainShape shape = new ChainShape(fleet, memory, placing, parts.get(0).precision());
    Partition predicted = shape.predicted(parts);
    return new Forecast(
        predicted.latencyMillis(),
        Speeds.rows(predicted.latencyMillis(), Forecast.PROMPT_TOKENS),
        predicted.bottleneckMillis(),
        Moving.bytes(before, parts),
        shape.isKnown(parts));
  }

  private Forecast ofWhole(List<Placement> verifiers) {
    Speeds speeds = new Speeds(fleet);
    double token = 0;
    double first = 0;
    boolean known = true;
    for (Placement verifier : verifiers) {
      Node node = fleet.node(verifier.node()).orElseThrow();
      token = Math.max(token, speeds.millis(node, placing, verifier.precision(), 1));
      first =
          Math.max(
              first, speeds.millis(node, placing, verifier.precision(), Forecast.PROMPT_TOKENS));
      known &= Speeds.isKnown(node, placing, verifier.precision());
    }
    return new Forecast(token, first, token, Moving.bytes(before, verifiers), known);
  }
}
