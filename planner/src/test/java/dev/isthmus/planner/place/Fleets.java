package dev.isthmus.planner.place;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Small fleets and the demo service's demand. Node sizes are in megabytes. */
final class Fleets {

  private Fleets() {}

  static Node node(String id, String site, long megabytes) {
    return new Node(id, site, megabytes * 1_000_000, Node.Standing.OPEN, Map.of());
  }

  static Fleet cloudAndEdge(long cloudMegabytes, long edgeMegabytes) {
    return new Fleet(
        List.of(new Site("cloud", Tier.CLOUD, true), new Site("shop-a", Tier.EDGE, true)),
        List.of(
            node("cloud-main-0", "cloud", cloudMegabytes),
            node("shop-a-main-0", "shop-a", edgeMegabytes)));
  }

  static Fleet with(Fleet fleet, Node added) {
    List<Node> nodes = new ArrayList<>(fleet.nodes());
    nodes.add(added);
    return new Fleet(fleet.sites(), nodes);
  }

  static Fleet replacing(Fleet fleet, Node node) {
    return new Fleet(
        fleet.sites(),
        fleet.nodes().stream().map(old -> old.id().equals(node.id()) ? node : old).toList());
  }

  static Fleet replacing(Fleet fleet, Node node, Node.Standing standing) {
    return replacing(
        fleet, new Node(node.id(), node.site(), node.memoryBytes(), standing, node.measured()));
  }

  static Demand demand(int replicas) {
    return new Demand(
        "default/chat",
        "uid-1",
        target(Optional.empty(), Set.of()),
        replicas,
        Optional.of(draft("sha256:aa")));
  }

  static Placing target(Optional<Precision> precision, Set<String> sites) {
    Map<Precision, Long> bytes = new LinkedHashMap<>();
    bytes.put(Precision.INT4, 130_000_000L);
    bytes.put(Precision.INT8, 180_000_000L);
    bytes.put(Precision.FP32, 540_000_000L);
    ModelNeeds model =
        new ModelNeeds(
            "smollm2", "sha256:target", bytes, 46_080, "sha256:aa", new Layers(30, 0.2, 2304));
    return new Placing(model, precision, sites, 2048, 16384);
  }

  static Placing draft(String fingerprint) {
    Map<Precision, Long> bytes = new LinkedHashMap<>();
    bytes.put(Precision.INT4, 40_000_000L);
    bytes.put(Precision.FP32, 130_000_000L);
    ModelNeeds model = new ModelNeeds("smollm2-draft", "sha256:draft", bytes, 6_144, fingerprint);
    return new Placing(model, Optional.empty(), Set.of(), 2048, 16384);
  }
}
