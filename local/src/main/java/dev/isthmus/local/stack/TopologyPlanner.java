package dev.isthmus.local.stack;

import dev.isthmus.crds.site.Pool;
import dev.isthmus.crds.site.RouterSpec;
import dev.isthmus.crds.site.Site;
import dev.isthmus.crds.site.Tier;
import dev.isthmus.local.broker.BrokerListener;
import dev.isthmus.local.stack.Topology.AgentPart;
import dev.isthmus.local.stack.Topology.Door;
import dev.isthmus.local.stack.Topology.RouterPart;
import dev.isthmus.local.stack.Topology.SitePart;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Lays sites out on one machine. The broker stands at the first cloud site; every other site
 * reaches it, and every site another's router, through doors of the link between them.
 */
final class TopologyPlanner {

  private static final String HOST = "127.0.0.1:";

  private final IntSupplier ports;
  private final List<Site> sites;
  private final Set<String> closed;
  private final String hub;
  private final String apiSite;
  private final List<BrokerListener> listeners = new ArrayList<>();
  private final List<Door> doors = new ArrayList<>();

  /**
   * @param closed sites that let nothing in: what is behind them is reached over streams that they
   *     hold to the hub's router
   * @param ports a free port at each call
   * @throws StackException where a closed site is not there, or is the hub
   */
  TopologyPlanner(List<Site> sites, Set<String> closed, IntSupplier ports) {
    this.sites = sites;
    this.closed = closed;
    this.ports = ports;
    this.hub = first(Tier.CLOUD, sites);
    this.apiSite = first(Tier.EDGE, sites.stream().filter(site -> routers(site) > 0).toList());
    closed.forEach(this::check);
  }

  private void check(String name) {
    if (sites.stream().noneMatch(site -> name(site).equals(name))) {
      throw new StackException(
          "--nat %s: no such site; there are %s"
              .formatted(name, sites.stream().map(TopologyPlanner::name).toList()));
    }
    if (isKafkaOnly(name)) {
      throw new StackException(
          "--nat %s: the site is of transport Kafka, where nothing is dialled anyway"
              .formatted(name));
    }
    if (name.equals(hub)) {
      throw new StackException(
          "--nat %s: the broker and the router that others dial are there; choose another site"
              .formatted(name));
    }
  }

  /**
   * @param apiPort where the API of the site nearest to users is served
   */
  Topology plan(int apiPort) {
    Map<String, List<RouterPart>> routers = new LinkedHashMap<>();
    for (Site site : sites) {
      routers.put(name(site), routersOf(site, apiPort));
    }
    List<SitePart> parts = new ArrayList<>();
    listeners.add(BrokerListener.direct(ports.getAsInt()));
    if (!closed.isEmpty() && routers.get(hub).isEmpty()) {
      throw new StackException(
          "--nat: site %s has no router to hold streams to; give it spec.router.replicas: 1"
              .formatted(hub));
    }
    for (Site site : sites) {
      Map<String, String> peers = peersOf(name(site), routers);
      parts.add(
          new SitePart(
              name(site),
              HOST + bootstrapPort(name(site)),
              agentsOf(site),
              routers.get(name(site)),
              peers,
              site.getSpec().onlyKafka(),
              closed.contains(name(site)) ? List.of(peers.get(hub)) : List.of()));
    }
    return new Topology(hub, apiSite, parts, ports.getAsInt(), listeners, doors);
  }

  private int bootstrapPort(String site) {
    if (site.equals(hub)) {
      return listeners.get(0).port();
    }
    Door door = new Door(site, hub, ports.getAsInt(), ports.getAsInt());
    doors.add(door);
    listeners.add(new BrokerListener(door.targetPort(), door.port()));
    return door.port();
  }

  private Map<String, String> peersOf(String site, Map<String, List<RouterPart>> routers) {
    Map<String, String> peers = new LinkedHashMap<>();
    if (isKafkaOnly(site)) {
      return peers;
    }
    routers.forEach(
        (other, theirs) -> {
          if (!other.equals(site) && !theirs.isEmpty() && isDialled(other)) {
            Door door = new Door(site, other, ports.getAsInt(), theirs.get(0).grpcPort());
            doors.add(door);
            peers.put(other, HOST + door.port());
          }
        });
    for (String other : closed) {
      if (!other.equals(site)) {
        peers.put(
            other, site.equals(hub) ? HOST + routers.get(hub).get(0).grpcPort() : peers.get(hub));
      }
    }
    return peers;
  }

  private boolean isDialled(String site) {
    return !closed.contains(site) && !isKafkaOnly(site);
  }

  private boolean isKafkaOnly(String name) {
    return sites.stream().anyMatch(site -> name(site).equals(name) && site.getSpec().onlyKafka());
  }

  private List<RouterPart> routersOf(Site site, int apiPort) {
    List<RouterPart> parts = new ArrayList<>();
    for (int n = 0; n < routers(site); n++) {
      boolean api = n == 0 && name(site).equals(apiSite);
      parts.add(
          new RouterPart(
              name(site) + "-router-" + n, ports.getAsInt(), api ? apiPort : ports.getAsInt()));
    }
    return parts;
  }

  private List<AgentPart> agentsOf(Site site) {
    List<AgentPart> parts = new ArrayList<>();
    for (Pool pool : site.getSpec().pools()) {
      for (int n = 0; n < pool.replicaCount(); n++) {
        parts.add(
            new AgentPart(
                name(site) + "-" + pool.name() + "-" + n,
                pool.name(),
                ports.getAsInt(),
                ports.getAsInt(),
                memory(pool),
                cpus(pool)));
      }
    }
    return parts;
  }

  private static OptionalLong memory(Pool pool) {
    Quantity memory = pool.resources() == null ? null : pool.resources().memory();
    return memory == null
        ? OptionalLong.empty()
        : OptionalLong.of(memory.getNumericalAmount().longValue());
  }

  private static OptionalInt cpus(Pool pool) {
    Quantity cpu = pool.resources() == null ? null : pool.resources().cpu();
    return cpu == null
        ? OptionalInt.empty()
        : OptionalInt.of(
            cpu.getNumericalAmount()
                .setScale(0, RoundingMode.UP)
                .max(java.math.BigDecimal.ONE)
                .intValue());
  }

  private static int routers(Site site) {
    RouterSpec router = site.getSpec().router();
    return router == null ? 1 : router.replicaCount();
  }

  private static String first(Tier tier, List<Site> sites) {
    return sites.stream()
        .filter(site -> site.getSpec().tier() == tier)
        .findFirst()
        .or(() -> sites.stream().findFirst())
        .map(TopologyPlanner::name)
        .orElseThrow(
            () ->
                new StackException(
                    "no site has a router; give one of them spec.router.replicas: 1"));
  }

  private static String name(Site site) {
    return site.getMetadata().getName();
  }
}
