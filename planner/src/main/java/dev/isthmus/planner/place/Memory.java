package dev.isthmus.planner.place;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is free on each node while one plan is being made, and which nodes may be asked. */
final class Memory {

  private final Fleet fleet;
  private final Map<String, Long> free = new HashMap<>();

  Memory(Fleet fleet, Ledger others) {
    this.fleet = fleet;
    fleet.nodes().forEach(node -> free.put(node.id(), others.free(node)));
  }

  private Memory(Memory other) {
    this.fleet = other.fleet;
    free.putAll(other.free);
  }

  /** What would be left with these. */
  Memory with(List<Placement> placements) {
    Memory copy = new Memory(this);
    placements.forEach(copy::take);
    return copy;
  }

  long free(Node node) {
    return free.getOrDefault(node.id(), 0L);
  }

  void take(Placement placement) {
    free.merge(placement.node(), -placement.bytes(), Long::sum);
  }

  /** Sites that the selector left, or all of the tier. */
  List<Site> sites(Tier tier, Set<String> selected) {
    return fleet.sites().stream()
        .filter(site -> selected.isEmpty() ? site.tier() == tier : selected.contains(site.id()))
        .sorted(Comparator.comparing(Site::id))
        .toList();
  }

  /** Nodes of these sites that take new work. */
  List<Node> open(List<Site> sites) {
    Set<String> admitting =
        sites.stream().filter(Site::admits).map(Site::id).collect(Collectors.toSet());
    return fleet.nodes().stream()
        .filter(node -> node.standing() == Node.Standing.OPEN && admitting.contains(node.site()))
        .toList();
  }

  /** What a current placement may stay as: the same model on a node that is not planned around. */
  boolean stays(Placement placement, Placing placing, List<Site> sites) {
    Long weights = placing.model().weightBytes().get(placement.precision());
    Optional<Node> node =
        fleet.node(placement.node()).filter(n -> n.standing() != Node.Standing.GONE);
    return node.isPresent()
        && sites.stream().anyMatch(site -> site.id().equals(node.get().site()))
        && placement.modelDigest().equals(placing.model().digest())
        && weights != null
        && weights == placement.weightBytes()
        && placement.kvBytes() >= leastKv(placing)
        && placement.bytes() <= free(node.get());
  }

  boolean fits(Placing placing, Precision precision, Node node) {
    return placing.model().bytes(precision, placing.kvLeastTokens()) <= free(node);
  }

  /** The KV that is wanted, or as much of it as is left. */
  long kvBytes(Placing placing, Precision precision, Node node) {
    long wanted = placing.kvWantedTokens() * placing.model().kvBytesPerToken();
    return Math.min(wanted, free(node) - placing.model().weightBytes().get(precision));
  }

  private static long leastKv(Placing placing) {
    return placing.kvLeastTokens() * placing.model().kvBytesPerToken();
  }
}
