package dev.isthmus.operator.fleet;

import dev.isthmus.local.simulate.SimulatedAgent;
import dev.isthmus.local.simulate.SimulatedRouter;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.RouteRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Three sites whose nodes, routers, broker, operator and people do anything. */
public final class RandomFleet {

  public static final List<String> SERVICES = List.of("chat", "second", "wide", "mix");

  private static final long MB = 1_000_000;
  private static final Map<String, Long> NODES =
      new TreeMap<>(
          Map.of(
              "cloud-cpu-0", 1_000 * MB,
              "cloud-cpu-1", 600 * MB,
              "far-cpu-0", 1_000 * MB,
              "far-cpu-1", 350 * MB,
              "edge-cpu-0", 500 * MB,
              "edge-cpu-1", 250 * MB));
  private static final String BASE =
      """
      {apiVersion: isthmus.dev/v1alpha1, kind: Site, metadata: {name: cloud, labels: {zone: near}}, spec: {tier: Cloud}}
      ---
      {apiVersion: isthmus.dev/v1alpha1, kind: Site, metadata: {name: far, labels: {zone: far}}, spec: {tier: Cloud}}
      ---
      {apiVersion: isthmus.dev/v1alpha1, kind: Site, metadata: {name: edge}, spec: {tier: Edge}}
      ---
      {apiVersion: isthmus.dev/v1alpha1, kind: ModelPackage, metadata: {name: smollm2}, spec: {source: {uri: "https://example.org/smollm2.gguf"}, precisions: [Int4, Int8, Fp32]}}
      ---
      {apiVersion: isthmus.dev/v1alpha1, kind: ModelPackage, metadata: {name: smollm2-draft}, spec: {source: {uri: "file:models/smollm2-draft"}}}
      ---
      {apiVersion: isthmus.dev/v1alpha1, kind: ModelPackage, metadata: {name: tiny-moe}, spec: {source: {uri: "file:models/tiny-moe"}, precisions: [Fp32]}}
      """;

  private final World world;
  private final RandomGenerator random;
  private final Map<String, SimulatedAgent> agents = new TreeMap<>();
  private final List<SimulatedRouter> routers;
  private final Map<String, String> services = new TreeMap<>();
  private final Set<String> cordoned = new TreeSet<>();

  public RandomFleet(World world, RandomGenerator random) {
    this.world = world;
    this.random = random;
    this.routers =
        List.of(
            world.router("edge-router-0", "edge"),
            world.router("cloud-router-0", "cloud"),
            world.router("far-router-0", "far"));
    NODES.keySet().forEach(this::starts);
    writeManifests();
  }

  public Set<String> nodes() {
    return NODES.keySet();
  }

  /** What a node was told to run. */
  public List<RoleAssignment> assigned(String node) {
    return agents.get(node).assignment().getRolesList();
  }

  /** A service's routes, of all sites that ever had one. */
  public List<RouteRecord> routes(String service) {
    return routers.stream()
        .map(router -> router.route("default/" + service))
        .filter(Objects::nonNull)
        .toList();
  }

  /**
   * Something happens.
   *
   * @return what, for who reads why a test failed
   */
  public String happens() {
    String node = oneOf(List.copyOf(NODES.keySet()));
    SimulatedAgent agent = agents.get(node);
    switch (random.nextInt(16)) {
      case 0, 1 -> {
        return changes(oneOf(SERVICES));
      }
      case 2 -> {
        agent.silence();
        return node + " falls silent";
      }
      case 3 -> {
        agent.speak();
        return node + " speaks";
      }
      case 4 -> {
        starts(node);
        return node + " starts anew";
      }
      case 5 -> {
        agent.takeTime();
        return node + " takes time to load";
      }
      case 6 -> {
        agent.finishLoading();
        return node + " loads at once";
      }
      case 7 -> {
        if (!cordoned.remove(node)) {
          cordoned.add(node);
        }
        writeManifests();
        return "cordoned are " + cordoned;
      }
      case 8, 9 -> {
        int count = random.nextInt(3);
        oneOf(routers).sessions(node, count);
        return count + " sessions at " + node;
      }
      case 10 -> {
        world.restart();
        return "the operator starts anew";
      }
      case 11 -> {
        world.brokerTakes = !world.brokerTakes;
        return "the broker takes records: " + world.brokerTakes;
      }
      case 12 -> {
        agent.leave();
        return node + " leaves";
      }
      case 13 -> {
        agent.steps(1 + random.nextInt(60));
        return node + " measured its steps";
      }
      default -> {
        Duration time = Duration.ofSeconds(5L * (1 + random.nextInt(30)));
        world.pass(time);
        return time + " pass";
      }
    }
  }

  /** All nodes are back, and nobody holds anything up. */
  public void heals() {
    world.brokerTakes = true;
    cordoned.clear();
    writeManifests();
    for (String node : NODES.keySet()) {
      starts(node);
      routers.forEach(router -> router.sessions(node, 0));
    }
    world.settle();
  }

  /** People take all services away. */
  public void servesNothingMore() {
    services.clear();
    writeManifests();
    world.settle();
  }

  private void starts(String node) {
    SimulatedAgent before = agents.get(node);
    SimulatedAgent agent = world.agent(node, node.substring(0, node.indexOf('-')), NODES.get(node));
    if (before != null) {
      before.silence();
      agent.remember(before.assignment());
    }
    agents.put(node, agent);
  }

  private String changes(String service) {
    if (services.remove(service) == null || random.nextBoolean()) {
      services.put(service, spec(service));
    }
    writeManifests();
    return service + " is " + services.get(service);
  }

  private String spec(String service) {
    String sites =
        "siteSelector: {tier: Cloud"
            + oneOf(List.of("", ", matchLabels: {zone: near}", ", matchLabels: {zone: far}"))
            + "}";
    return switch (service) {
      case "wide" -> "model: smollm2, target: {precision: Fp32, " + sites + "}";
      case "mix" ->
          "model: tiny-moe, target: {%s}, experts: {minHomes: %d}"
              .formatted(sites, 1 + random.nextInt(2));
      default ->
          "model: smollm2, target: {replicas: %d, %s%s}%s"
              .formatted(
                  1 + random.nextInt(3),
                  sites,
                  oneOf(List.of("", ", precision: Int4", ", precision: Int8", ", precision: Fp32")),
                  oneOf(
                      List.of(
                          "",
                          ", draft: {promptLookup: true}",
                          ", draft: {model: smollm2-draft, siteSelector: {tier: Edge}}")));
    };
  }

  private void writeManifests() {
    StringBuilder text = new StringBuilder(BASE);
    services.forEach(
        (name, spec) -> text.append(document("CollaborativeInferenceService", name, spec)));
    cordoned.forEach(node -> text.append(document("InferenceNode", node, "cordoned: true")));
    world.manifest("all.yaml", text.toString());
  }

  private static String document(String kind, String name, String spec) {
    return "---\n{apiVersion: isthmus.dev/v1alpha1, kind: %s, metadata: {name: %s}, spec: {%s}}\n"
        .formatted(kind, name, spec);
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
