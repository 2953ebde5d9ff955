package dev.isthmus.local.stack;

import com.sun.management.OperatingSystemMXBean;
import dev.isthmus.local.broker.BrokerMain;
import dev.isthmus.local.broker.BrokerSettings;
import dev.isthmus.local.certificates.SiteFiles;
import dev.isthmus.local.process.ChildSpec;
import dev.isthmus.local.stack.Topology.AgentPart;
import dev.isthmus.local.stack.Topology.RouterPart;
import dev.isthmus.local.stack.Topology.SitePart;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How each part of a stack is started: command, memory, configuration. */
final class PartSpecs {

  private static final String LOOPBACK = "127.0.0.1:";
  private static final double MEMORY_SHARE = 0.75;

  /** Without -Xms a machine's size decides, and a heap once touched is not given back. */
  private static final List<String> LEAN =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms32m",
          "-XX:+ExitOnOutOfMemoryError",
          "-Djava.util.logging.manager=org.jboss.logmanager.LogManager");

  /** What loading needs beyond what serving does is given back at once. */
  private static final List<String> AGENT_HEAP =
      List.of(
          "-Xmx256m",
          "-Xms16m",
          "-XX:MinHeapFreeRatio=20",
          "-XX:MaxHeapFreeRatio=30",
          "-XX:-ShrinkHeapInSteps");

  private final StackSettings settings;
  private final Topology topology;
  private final Instance instance;
  private final Map<String, SiteFiles> identities;
  private final OwnSession session = OwnSession.find(System.getenv("PATH"));
  private final List<String> further = words(System.getenv("ISTHMUS_JAVA_OPTIONS"));

  /**
   * @param identities of sites; none: gRPC in plain text
   */
  PartSpecs(
      StackSettings settings,
      Topology topology,
      Instance instance,
      Map<String, SiteFiles> identities) {
    this.settings = settings;
    this.topology = topology;
    this.instance = instance;
    this.identities = Map.copyOf(identities);
  }

  /** Names what is missing of the built modules. */
  static void check(Path home) {
    for (String module : List.of("operator", "edge-agent", "router")) {
      Path jar = jar(home, module);
      if (!Files.isRegularFile(jar)) {
        throw new StackException(
            "%s is missing; build it with: mvn -q -DskipTests package".formatted(jar));
      }
    }
  }

  ChildSpec broker() {
    Path file = instance.folder().resolve("broker.properties");
    BrokerSettings broker =
        new BrokerSettings(instance.broker(), topology.controllerPort(), topology.listeners());
    try (Writer writer = Files.newBufferedWriter(file)) {
      broker.properties().store(writer, null);
    } catch (IOException e) {
      throw new StackException(file + " cannot be written: " + e.getMessage(), e);
    }
    List<String> command =
        java(
            List.of(
                "-Xmx192m",
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            BrokerMain.class.getName(),
            file.toString()));
    return spec("broker", command, settings.environment());
  }

  ChildSpec operator() {
    return operator(128, 0);
  }

  ChildSpec operator(int heapMebibytes, int httpPort) {
    Map<String, String> environment = common(topology.site(topology.hub()));
    if (settings.kubeconfig() == null) {
      environment.put("ISTHMUS_SOURCE", "folder");
      environment.put("ISTHMUS_FOLDER_MANIFESTS", settings.manifest().toString());
      environment.put("ISTHMUS_FOLDER_STATE", instance.state().toString());
    } else {
      environment.put("ISTHMUS_SOURCE", "kubernetes");
      environment.put("KUBECONFIG", settings.kubeconfig().toString());
    }
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(httpPort));
    return spec(
        "operator",
        quarkus("operator", List.of("-Xmx" + heapMebibytes + "m", "-XX:TieredStopAtLevel=1")),
        environment);
  }

  ChildSpec agent(SitePart site, AgentPart agent) {
    Map<String, String> environment = common(site);
    environment.put("ISTHMUS_NODE", agent.name());
    environment.put("ISTHMUS_POOL", agent.pool());
    environment.put("ISTHMUS_DATA_DIR", instance.data(agent.name()).toString());
    if (site.routers().isEmpty() && !site.attach().isEmpty()) {
      environment.put("ISTHMUS_ATTACH", String.join(",", site.attach()));
      environment.put("ISTHMUS_TLS_ADMIT", topology.hub());
    } else {
      environment.put("ISTHMUS_ADVERTISED_ADDRESS", LOOPBACK + agent.grpcPort());
    }
    environment.put("QUARKUS_GRPC_SERVER_PORT", Integer.toString(agent.grpcPort()));
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(agent.httpPort()));
    site.peers().forEach((peer, address) -> environment.put(peerVariable(peer), address));
    agent.memory().ifPresent(bytes -> environment.put("ISTHMUS_MEMORY", Long.toString(bytes)));
    agent.cpus().ifPresent(cpus -> environment.put("ISTHMUS_THREADS", Integer.toString(cpus)));
    // Weights and KV lie in direct buffers, which a JVM otherwise limits to its heap's size.
    long direct = agent.memory().orElseGet(PartSpecs::mostMemory);
    List<String> options = new ArrayList<>(AGENT_HEAP);
    options.add("-XX:MaxDirectMemorySize=" + direct);
    return spec(agent.name(), quarkus("edge-agent", options), environment);
  }

  ChildSpec router(SitePart site, RouterPart router) {
    Map<String, String> environment = common(site);
    environment.put("ISTHMUS_ROUTER", router.name());
    environment.put("ISTHMUS_DATA_DIR", instance.data(router.name()).toString());
    environment.put("ISTHMUS_ADVERTISED_ADDRESS", LOOPBACK + router.httpPort());
    environment.put("ISTHMUS_SITE_ADDRESS", LOOPBACK + router.grpcPort());
    environment.put("ISTHMUS_TRANSPORT", site.kafkaOnly() ? "kafka" : "grpc");
    if (!site.attach().isEmpty()) {
      environment.put("ISTHMUS_ATTACH", String.join(",", site.attach()));
    }
    environment.put("QUARKUS_GRPC_SERVER_PORT", Integer.toString(router.grpcPort()));
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(router.httpPort()));
    site.peers().forEach((peer, address) -> environment.put(peerVariable(peer), address));
    return spec(router.name(), quarkus("router", List.of("-Xmx128m")), environment);
  }

  /** The variable of {@code isthmus.peer.<site>}. */
  static String peerVariable(String site) {
    return "ISTHMUS_PEER_" + site.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private Map<String, String> common(SitePart site) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("ISTHMUS_HOME", settings.home().toString());
    environment.put("ISTHMUS_CACHE", settings.cache().toString());
    environment.put("ISTHMUS_CACHE_DIR", settings.cache().toString());
    environment.put("ISTHMUS_SITE", site.name());
    environment.put("KAFKA_BOOTSTRAP_SERVERS", site.bootstrap());
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_GRPC_SERVER_HOST", "127.0.0.1");
    environment.put("MALLOC_ARENA_MAX", "1"); // each keeps what was freed in it
    if (identities.containsKey(site.name())) {
      environment.putAll(identities.get(site.name()).variables());
    }
    environment.putAll(settings.environment());
    return environment;
  }

  private ChildSpec spec(String name, List<String> command, Map<String, String> environment) {
    return new ChildSpec(
        name, session.prefix(command), environment, instance.log(name), instance.pidFile(name));
  }

  /**
   * @param options besides those of all of them
   */
  private List<String> quarkus(String module, List<String> options) {
    List<String> all = new ArrayList<>(LEAN);
    all.addAll(options);
    List<String> command = java(all);
    command.addAll(List.of("-jar", jar(settings.home(), module).toString()));
    return command;
  }

  /** A JVM of ours with its own options, and behind them what a person gives to all of them. */
  private List<String> java(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(further);
    return command;
  }

  private static List<String> words(String text) {
    return text == null || text.isBlank() ? List.of() : List.of(text.trim().split("\\s+"));
  }

  private static Path jar(Path home, String module) {
    return home.resolve(Path.of(module, "target", "quarkus-app", "quarkus-run.jar"));
  }

  private static long mostMemory() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return (long) (system.getTotalMemorySize() * MEMORY_SHARE);
  }
}
