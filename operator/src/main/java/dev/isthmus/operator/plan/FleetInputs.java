package dev.isthmus.operator.plan;

import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.node.NodeSpec;
import dev.isthmus.crds.node.NodeStatus;
import dev.isthmus.crds.site.Site;
import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.observe.ObservedNode;
import dev.isthmus.operator.observe.Voice;
import dev.isthmus.operator.plan.Measurements.Report;
import dev.isthmus.operator.source.ResourceReader;
import dev.isthmus.planner.place.Fleet;
import dev.isthmus.planner.place.Node;
import dev.isthmus.planner.place.SiteLinks;
import dev.isthmus.planner.place.SiteLinks.Link;
import dev.isthmus.protocol.v1.ObservedRole;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sites and nodes as the planner takes them. Nodes of sites that no resource names are left out.
 */
public final class FleetInputs {

  private FleetInputs() {}

  /** As they are seen now. */
  public static Fleet fleet(ResourceReader source, Observed seen, Measurements measurements) {
    Set<String> sites = names(source);
    return new Fleet(
        sites(
            source,
            seen.nodes().values().stream()
                .filter(node -> node.record().getAddress().isEmpty())
                .map(ObservedNode::site)),
        seen.nodes().values().stream()
            .filter(node -> sites.contains(node.site()))
            .map(node -> node(node, source, measurements))
            .toList(),
        links(source));
  }

  /** As the resources' statuses say that they were seen last. */
  static Fleet fleet(ResourceReader source) {
    Measurements measurements = new Measurements(source);
    Set<String> sites = names(source);
    return new Fleet(
        sites(
            source,
            source.list(InferenceNode.class).stream()
                .map(InferenceNode::getStatus)
                .filter(status -> status != null && status.address() != null)
                .filter(status -> status.address().isEmpty())
                .map(NodeStatus::site)),
        source.list(InferenceNode.class).stream()
            .filter(node -> node.getStatus() != null && node.getStatus().capacity() != null)
            .filter(node -> sites.contains(node.getStatus().site()))
            .map(node -> node(node, source, measurements))
            .toList(),
        links(source));
  }

  /**
   * @param relayed sites of nodes that cannot be dialled
   */
  private static List<dev.isthmus.planner.place.Site> sites(
      ResourceReader source, Stream<String> relayed) {
    Set<String> behindRouters = relayed.collect(Collectors.toSet());
    return source.list(Site.class).stream()
        .map(
            site ->
                new dev.isthmus.planner.place.Site(
                    site.getMetadata().getName(),
                    Words.tier(site.getSpec().tier()),
                    !site.getSpec().isCordoned(),
                    behindRouters.contains(site.getMetadata().getName()),
                    site.getSpec().onlyKafka()))
        .toList();
  }

  private static Set<String> names(ResourceReader source) {
    return source.list(Site.class).stream()
        .map(site -> site.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  /** What routers measured, as the sites' statuses have it: without each small change. */
  private static SiteLinks links(ResourceReader source) {
    Map<String, Map<String, Link>> between = new HashMap<>();
    for (Site site : source.list(Site.class)) {
      if (site.getStatus() != null) {
        site.getStatus()
            .links()
            .forEach(
                link ->
                    between
                        .computeIfAbsent(site.getMetadata().getName(), name -> new HashMap<>())
                        .put(
                            link.site(), new Link(link.rttMillis(), link.bytesPerSecond() / 1000)));
      }
    }
    return new SiteLinks(between);
  }

  private static Node node(ObservedNode node, ResourceReader source, Measurements measurements) {
    List<Report> reports = reports(node);
    return new Node(
        node.id(),
        node.site(),
        node.record().getCapacity().getMemoryBytes(),
        standing(node, isCordoned(node, source)),
        measurements.whole(node.id(), reports),
        measurements.millisPerByte(node.id(), reports));
  }

  static List<Report> reports(ObservedNode node) {
    return node.record().getRolesList().stream().map(FleetInputs::report).toList();
  }

  private static boolean isCordoned(ObservedNode node, ResourceReader source) {
    boolean itself =
        source
            .find(InferenceNode.class, null, node.id())
            .map(InferenceNode::getSpec)
            .filter(NodeSpec::isCordoned)
            .isPresent();
    return itself || isCordoned(node.site(), source);
  }

  private static boolean isCordoned(String site, ResourceReader source) {
    return source.find(Site.class, null, site).filter(it -> it.getSpec().isCordoned()).isPresent();
  }

  private static Report report(ObservedRole role) {
    return new Report(
        role.getId(),
        Words.precision(role.getPrecision()),
        Words.steps(role.getProfile().getStepsList()),
        Words.steps(role.getProfile().getLiveStepsList()));
  }

  private static Node node(InferenceNode node, ResourceReader source, Measurements measurements) {
    NodeStatus status = node.getStatus();
    String name = node.getMetadata().getName();
    List<Report> reports =
        status.roles().stream()
            .map(role -> new Report(role.id(), role.precision(), role.steps(), role.liveSteps()))
            .toList();
    return new Node(
        name,
        status.site(),
        status.capacity().memoryBytes(),
        standing(node, isCordoned(status.site(), source)),
        measurements.whole(name, reports),
        measurements.millisPerByte(name, reports));
  }

  private static Node.Standing standing(ObservedNode node, boolean isCordoned) {
    // what a cordoned node runs is placed elsewhere first, and goes on where that cannot be
    if (node.voice() == Voice.UNREACHABLE || isCordoned) {
      return Node.Standing.GONE;
    }
    // one that leaves is usually back before its heartbeats are missed; its route is gone at once
    boolean closed =
        node.record().getLeaving() || node.voice() == Voice.STALE || node.duplicate() != null;
    return closed ? Node.Standing.KEEPS : Node.Standing.OPEN;
  }

  private static Node.Standing standing(InferenceNode node, boolean siteIsCordoned) {
    Optional<Condition> ready =
        node.getStatus().conditions().stream()
            .filter(condition -> condition.type().equals("Ready"))
            .findFirst();
    boolean unreachable =
        ready.filter(condition -> condition.reason().equals("Unreachable")).isPresent();
    if (unreachable || siteIsCordoned || node.getSpec().isCordoned()) {
      return Node.Standing.GONE;
    }
    return ready.filter(Condition::holds).isEmpty() ? Node.Standing.KEEPS : Node.Standing.OPEN;
  }
}
