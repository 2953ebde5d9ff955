package dev.isthmus.agent.start;

import com.sun.management.OperatingSystemMXBean;
import dev.isthmus.agent.assign.EngineRoom;
import dev.isthmus.protocol.worker.ListenAddress;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/**
 * What a person or a launcher sets.
 *
 * @param memoryBytes what models and KV may use together
 * @param expertBytes most weights of one home's experts in memory at a time, 0 for all of them
 * @param threads threads of an engine's step
 * @param grpc where its server listens
 * @param advertised host:port at which others dial; empty: loopback and the server's real port
 * @param attach host:port of the routers over which this node is reached because it cannot be
 *     dialled; none: it is dialled
 * @param peers how other sites are reached from here, by name ({@code isthmus.peer.<site>})
 * @param admitted sites whose routers and agents are let in, where gRPC is secured; this node's own
 *     is
 * @param drain how long a leaving agent waits for its sessions
 */
public record AgentSettings(
    String site,
    String node,
    String pool,
    Path dataDir,
    Path cacheDir,
    Path home,
    long memoryBytes,
    long expertBytes,
    int threads,
    ListenAddress grpc,
    Optional<String> advertised,
    List<String> attach,
    Function<String, Optional<String>> peers,
    Set<String> admitted,
    Duration drain) {

  private static final double MEMORY_SHARE = 0.75;

  public static AgentSettings of(Config config) {
    String node = config.getValue("isthmus.node", String.class);
    Path cache = Path.of(config.getValue("isthmus.cache-dir", String.class));
    return new AgentSettings(
        config.getValue("isthmus.site", String.class),
        node,
        config.getOptionalValue("isthmus.pool", String.class).orElse("default"),
        config
            .getOptionalValue("isthmus.data-dir", String.class)
            .map(Path::of)
            .orElse(cache.resolve("agents").resolve(node)),
        cache,
        Path.of(config.getOptionalValue("isthmus.home", String.class).orElse("")),
        config
            .getOptionalValue("isthmus.memory", Long.class)
            .orElseGet(() -> (long) (machineMemory() * MEMORY_SHARE)),
        expertBytes(config),
        config
            .getOptionalValue("isthmus.threads", Integer.class)
            .orElseGet(() -> Math.max(1, Runtime.getRuntime().availableProcessors())),
        new ListenAddress(
            config.getValue("isthmus.grpc-host", String.class),
            config.getValue("isthmus.grpc-port", Integer.class)),
        config.getOptionalValue("isthmus.advertised-address", String.class),
        config.getOptionalValues("isthmus.attach", String.class).orElse(List.of()),
        peer -> config.getOptionalValue("isthmus.peer." + peer, String.class),
        admitted(config),
        config.getValue("isthmus.drain-timeout", Duration.class));
  }

  /** Empty where this node cannot be dialled. */
  public String address(int realPort) {
    return !attach.isEmpty() ? "" : advertised.orElse("127.0.0.1:" + realPort);
  }

  EngineRoom engineRoom() {
    return new EngineRoom(cacheDir, home, threads, memoryBytes, expertBytes);
  }

  private static long expertBytes(Config config) {
    long bytes = config.getOptionalValue("isthmus.expert-memory", Long.class).orElse(0L);
    if (bytes < 0) {
      throw new IllegalArgumentException(
          "isthmus.expert-memory is %d; it is a number of bytes, or 0 for no limit"
              .formatted(bytes));
    }
    return bytes;
  }

  private static Set<String> admitted(Config config) {
    Set<String> sites =
        new HashSet<>(
            config.getOptionalValues("isthmus.tls.admit", String.class).orElse(List.of()));
    sites.add(config.getValue("isthmus.site", String.class));
    return sites;
  }

  private static long machineMemory() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getTotalMemorySize();
  }
}
