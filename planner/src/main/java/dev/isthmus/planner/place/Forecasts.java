package dev.isthmus.planner.place;

import dev.isthmus.planner.layers.Partition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
   * @param verifiers whole ones, or all stages of one, or those without experts and the homes of
   *     these; at least one
   */
  Forecast of(List<Placement> verifiers) {
    if (verifiers.stream().anyMatch(placement -> placement.role() == Role.EXPERTS)) {
      return ofApart(verifiers);
    }
    boolean chain = verifiers.get(0).lastLayer() > 0;
    return chain ? ofChain(verifiers) : ofWhole(verifiers);
  }

  /** The layers at the slowest verifier, and for each layer with experts its slowest home. */
  private Forecast ofApart(List<Placement> placements) {
    Speeds speeds = new Speeds(fleet);
    ExpertNeeds experts = placing.model().experts().orElseThrow();
    List<Placement> homes =
        placements.stream().filter(placement -> placement.role() == Role.EXPERTS).toList();
    double token =
        placements.stream()
            .filter(placement -> placement.role() == Role.VERIFIER)
            .mapToDouble(verifier -> stepMillis(speeds, verifier))
            .max()
            .orElseThrow();
    for (var layer : ExpertHomes.byLayer(homes).entrySet()) {
      token +=
          layer.getValue().stream()
              .mapToDouble(home -> millis(speeds, experts, homes, home, layer.getKey()))
              .max()
              .orElse(0);
    }
    boolean known =
        placements.stream()
            .allMatch(
                placement ->
                    fleet.node(placement.node()).orElseThrow().millisPerByte().isPresent());
    return new Forecast(
        token,
        Speeds.rows(token, Forecast.PROMPT_TOKENS),
        token,
        Moving.bytes(before, placements),
        known);
  }

  /** A token's rows at one home of a layer, each of its experts being as likely as any other. */
  private double millis(
      Speeds speeds, ExpertNeeds experts, List<Placement> homes, Placement home, int layer) {
    double rows =
        home.experts().get(layer).stream()
            .mapToDouble(expert -> 1.0 / ExpertHomes.count(homes, layer, expert))
            .sum();
    return rows
        * experts.active()
        / experts.count()
        * millisPerByte(speeds, home)
        * experts.bytes().get(home.precision());
  }

  /** One step of one row through all of them, the links between them left out. */
  double stepMillis(Stream<Placement> placements) {
    Speeds speeds = new Speeds(fleet);
    return placements.mapToDouble(placement -> stepMillis(speeds, placement)).sum();
  }

  private double stepMillis(Speeds speeds, Placement placement) {
    return millisPerByte(speeds, placement) * placement.weightBytes();
  }

  private double millisPerByte(Speeds speeds, Placement placement) {
    return speeds.millisPerByte(fleet.node(placement.node()).orElseThrow());
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
