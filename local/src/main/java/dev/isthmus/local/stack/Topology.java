package dev.isthmus.local.stack;

import dev.isthmus.local.broker.BrokerListener;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What runs, and at which ports of loopback.
 *
 * @param hub the site of the broker and the operator
 * @param apiSite the site whose router applications are sent to
 * @param doors how sites reach one another
 */
public record Topology(
    String hub,
    String apiSite,
    List<SitePart> sites,
    int controllerPort,
    List<BrokerListener> listeners,
    List<Door> doors) {

  /**
   * A site's processes.
   *
   * @param bootstrap the broker as seen from here
   * @param peers by site: its router as seen from here
   * @param kafkaOnly whether nothing but the broker is reached from here
   * @param attach routers of other sites to which this one holds streams because it lets nothing
   *     in; its routers hold them, or its agents where it has no router
   */
  public record SitePart(
      String name,
      String bootstrap,
      List<AgentPart> agents,
      List<RouterPart> routers,
      Map<String, String> peers,
      boolean kafkaOnly,
      List<String> attach) {}

  /** A pool's node. */
  public record AgentPart(
      String name,
      String pool,
      int grpcPort,
      int httpPort,
      OptionalLong memory,
      OptionalInt cpus) {}

  /** A site's router. */
  public record RouterPart(String name, int grpcPort, int httpPort) {}

  /**
   * A port at one site that leads over the link to a port at another.
   *
   * @param at the site whose processes dial it
   * @param to the site where the connection ends
   */
  public record Door(String at, String to, int port, int targetPort) {}

  public Topology {
    sites = List.copyOf(sites);
    listeners = List.copyOf(listeners);
    doors = List.copyOf(doors);
  }

  /** Those of all sites. */
  public List<AgentPart> agents() {
    return sites.stream().flatMap(site -> site.agents().stream()).toList();
  }

  /**
   * A site by its name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public SitePart site(String name) {
    return sites.stream()
        .filter(site -> site.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no site is called \"%s\"; there are %s"
                        .formatted(name, sites.stream().map(SitePart::name).toList())));
  }
}
