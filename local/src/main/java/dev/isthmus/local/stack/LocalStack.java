package dev.isthmus.local.stack;

import dev.isthmus.local.certificates.SiteFiles;
import dev.isthmus.local.certificates.ThrowawayAuthority;
import dev.isthmus.local.link.Link;
import dev.isthmus.local.process.Backoff;
import dev.isthmus.local.process.Child;
import dev.isthmus.local.process.Ports;
import dev.isthmus.local.process.ProcessMark;
import dev.isthmus.local.process.Supervisor;
import dev.isthmus.local.stack.Topology.AgentPart;
import dev.isthmus.local.stack.Topology.RouterPart;
import dev.isthmus.local.stack.Topology.SitePart;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Everything that a cluster would run, as processes of this machine: broker, operator, agents and
 * routers of every site, and the links between sites (in this process). Parts may be killed,
 * stopped and started by name and links cut at any time. {@link #close} ends all of it.
 */
public final class LocalStack implements AutoCloseable {

  private static final Duration BROKER_START = Duration.ofSeconds(60);

  private final Topology topology;
  private final Instance instance;
  private final InstanceLock lock;
  private final Links links;
  private final Supervisor supervisor;

  private LocalStack(
      Topology topology, Instance instance, InstanceLock lock, Links links, Supervisor supervisor) {
    this.topology = topology;
    this.instance = instance;
    this.lock = lock;
    this.links = links;
    this.supervisor = supervisor;
  }

  /**
   * Starts every process; does not wait until they serve.
   *
   * @throws StackException where something is in the way: another stack in the same folder, nothing
   *     built, a used port, a manifest without sites
   */
  public static LocalStack start(StackSettings settings) {
    RandomGenerator random = new Random(settings.seed());
    Ports ports = new Ports(random);
    if (settings.apiPort() != 0 && !Ports.isFree(settings.apiPort())) {
      throw new StackException(
          "port %d is used by another process; choose another with --port"
              .formatted(settings.apiPort()));
    }
    int apiPort = settings.apiPort() == 0 ? ports.next() : settings.apiPort();
    Topology topology =
        new TopologyPlanner(SiteManifests.read(settings.manifest()), settings.closed(), ports::next)
            .plan(apiPort);
    Instance instance = new Instance(settings.instance());
    PartSpecs.check(settings.home());
    InstanceLock lock = InstanceLock.take(instance);
    Ending.end(instance.parts().values(), Duration.ofSeconds(5)); // of a stack whose process died
    instance.clear();
    Links links = new Links(topology, settings.wan(), random);
    LocalStack stack =
        new LocalStack(
            topology, instance, lock, links, new Supervisor(Backoff.DEFAULT, settings.exits()));
    try {
      stack.describe(settings);
      links.open();
      stack.startParts(
          new PartSpecs(
              settings,
              topology,
              instance,
              settings.secured() ? identities(topology, instance) : Map.of()));
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private static Map<String, SiteFiles> identities(Topology topology, Instance instance) {
    ThrowawayAuthority authority = new ThrowawayAuthority(Clock.systemUTC());
    return topology.sites().stream()
        .map(SitePart::name)
        .collect(
            Collectors.toMap(
                Function.identity(), site -> authority.issue(site, instance.tls(site))));
  }

  private void startParts(PartSpecs specs) {
    Child broker = supervisor.start(specs.broker());
    Listening.await(
        topology.listeners().get(0).port(), broker, BROKER_START, instance.log("broker"));
    supervisor.start(specs.operator());
    for (SitePart site : topology.sites()) {
      for (AgentPart agent : site.agents()) {
        supervisor.start(specs.agent(site, agent));
      }
    }
    for (SitePart site : topology.sites()) {
      for (RouterPart router : site.routers()) {
        supervisor.start(specs.router(site, router));
      }
    }
  }

  private void describe(StackSettings settings) {
    Map<String, String> endpoints = new LinkedHashMap<>();
    for (SitePart site : topology.sites()) {
      if (!site.routers().isEmpty()) {
        endpoints.put(site.name(), endpoint(site.name()).toString());
      }
    }
    instance.describe(
        new Instance.Description(
            ProcessMark.of(ProcessHandle.current()),
            endpoint().toString(),
            endpoints,
            bootstrap(),
            settings.manifest().toString(),
            settings.wan().toString()));
  }

  /** The names of all processes: broker, operator, nodes and routers. */
  public List<String> parts() {
    return supervisor.names();
  }

  /**
   * A process by its name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public Child part(String name) {
    return supervisor.child(name);
  }

  /** The link between a site and the hub. */
  public Link link(String site) {
    return links.between(topology.hub(), topology.site(site).name());
  }

  /** All links. */
  public List<Link> links() {
    return links.all();
  }

  /** Base URL of a site's API, without {@code /v1}. */
  public URI endpoint(String site) {
    List<RouterPart> routers = topology.site(site).routers();
    if (routers.isEmpty()) {
      throw new IllegalArgumentException("site " + site + " has no router");
    }
    return URI.create("http://127.0.0.1:" + routers.get(0).httpPort());
  }

  /** Base URL of the API nearest to users. */
  public URI endpoint() {
    return endpoint(topology.apiSite());
  }

  /** The broker as seen from its own site. */
  public String bootstrap() {
    return topology.site(topology.hub()).bootstrap();
  }

  public Path stateFolder() {
    return instance.state();
  }

  public Instance instance() {
    return instance;
  }

  public Topology topology() {
    return topology;
  }

  /** Ends routers first, so that streams end in order, then the rest, then the broker. */
  @Override
  public void close() {
    List<String> names = new ArrayList<>(supervisor.names());
    List<String> routers =
        topology.sites().stream()
            .flatMap(site -> site.routers().stream())
            .map(RouterPart::name)
            .filter(names::contains)
            .toList();
    names.removeAll(routers);
    names.remove("broker");
    supervisor.stop(routers);
    supervisor.stop(names);
    supervisor.close();
    links.close();
    instance.forget();
    lock.release();
  }
}
