package dev.isthmus.planner.place;

import dev.isthmus.planner.layers.LayeredModel;
import dev.isthmus.planner.layers.Objective;
import dev.isthmus.planner.layers.Partition;
import dev.isthmus.planner.layers.PartitionProblem;
import dev.isthmus.planner.layers.StageNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A model and nodes as a partition sees them, in one precision. */
final class ChainShape {

  private final Fleet fleet;
  private final Memory memory;
  private final Placing placing;
  private final Speeds speeds;
  private final Precision precision;
  private final Layers layers;
  private final long whole;

  ChainShape(Fleet fleet, Memory memory, Placing placing, Precision precision) {
    this.fleet = fleet;
    this.memory = memory;
    this.placing = placing;
    this.precision = precision;
    this.speeds = new Speeds(fleet);
    this.layers = placing.model().layers();
    this.whole = placing.model().weightBytes().get(precision);
  }

  /**
   * @param kvTokens that every stage has room for
   */
  PartitionProblem problem(
      List<Node> nodes, long kvTokens, Objective objective, Optional<String> pin) {
    return new PartitionProblem(
        model(kvTokens), nodes.stream().map(this::stageNode).toList(), hops(), objective, pin);
  }

  private LayeredModel model(long kvTokens) {
    // Rounded up, so that what fits here fits with the placements' own rounding.
    long kv = kvTokens * (placing.model().kvBytesPerToken() / layers.count() + 1);
    long end = layers.embeddingBytes(whole) + 1;
    return LayeredModel.uniform(
        placing.model().name() + " in " + precision.word(),
        layers.count(),
        layers.layerBytes(whole) + 1 + kv,
        end,
        end);
  }

  private StageNode stageNode(Node node) {
    double millisPerByte = speeds.millisPerByte(node);
    return new StageNode(
        node.id(),
        node.site(),
        memory.free(node),
        Math.max(1e-9, layers.layerBytes(whole) * millisPerByte),
        layers.embeddingBytes(whole) * millisPerByte);
  }

  private ChainHops hops() {
    Set<String> relayed =
        fleet.sites().stream().filter(Site::relayed).map(Site::id).collect(Collectors.toSet());
    return new ChainHops(fleet.links(), relayed, placing.model().layers().stateBytes());
  }

  /**
   * What a chain that is placed takes.
   *
   * @param parts of one verifier, in any order
   */
  Partition predicted(List<Placement> parts) {
    List<Placement> inOrder =
        parts.stream().sorted(Comparator.comparingInt(Placement::firstLayer)).toList();
    Map<String, StageNode> nodes =
        inOrder.stream()
            .map(Placement::node)
            .distinct()
            .collect(Collectors.toMap(id -> id, id -> stageNode(fleet.node(id).orElseThrow())));
    return Partition.of(
        model(placing.kvLeastTokens()),
        hops(),
        inOrder.stream().map(part -> nodes.get(part.node())).toList(),
        inOrder.stream().map(Placement::lastLayer).toList());
  }

  /** Whether the speed of every node was measured. */
  boolean isKnown(List<Placement> parts) {
    return parts.stream()
        .allMatch(
            part -> Speeds.isKnown(fleet.node(part.node()).orElseThrow(), placing, precision));
  }
}
