package dev.isthmus.cli.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.isthmus.cli.cluster.Cluster;
import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.folder.RefusedDocument;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.node.NodeRole;
import dev.isthmus.crds.node.NodeStatus;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.service.ModeInForce;
import dev.isthmus.crds.service.ServiceStatus;
import dev.isthmus.crds.site.Site;
import dev.isthmus.crds.site.SiteLink;
import dev.isthmus.crds.site.SiteStatus;
import dev.isthmus.local.stack.Instance;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that {@code isthmus status} shows.
 *
 * @param cluster context and address of the cluster that was asked; null of this machine
 * @param supervisor pid of the process that runs the others; null of a cluster
 * @param processes pid by name of what lives
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FleetStatus(
    String cluster,
    Long supervisor,
    String endpoint,
    Map<String, String> endpoints,
    String broker,
    String manifest,
    String wan,
    List<Service> services,
    List<SiteLine> sites,
    List<Node> nodes,
    Map<String, Long> processes,
    List<String> refused) {

  /** A service and everything known of it. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Service(
      String name,
      String model,
      boolean ready,
      String reason,
      String message,
      String plan,
      Integer verifiers,
      String url,
      List<ModeInForce> modes,
      List<Condition> conditions) {}

  /** A site. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record SiteLine(
      String name,
      String tier,
      String phase,
      Integer nodes,
      Integer routers,
      List<SiteLink> links) {}

  /** A node and what runs there. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Node(
      String name,
      String site,
      boolean ready,
      String reason,
      String address,
      Long memoryBytes,
      List<NodeRole> roles) {}

  /** From what the operator wrote and what lives. */
  public static FleetStatus of(Instance.Description running, StateFolder state, Instance instance) {
    Map<String, Long> processes = new TreeMap<>();
    instance.parts().forEach((name, process) -> processes.put(name, process.pid()));
    return new FleetStatus(
        null,
        running.supervisor().pid(),
        running.endpoint(),
        running.endpoints(),
        running.bootstrap(),
        running.manifest(),
        running.wan(),
        state.list(CollaborativeInferenceService.class).stream().map(FleetStatus::service).toList(),
        state.list(Site.class).stream().map(FleetStatus::site).toList(),
        state.list(InferenceNode.class).stream().map(FleetStatus::node).toList(),
        processes,
        state.refused().stream().map(RefusedDocument::oneLine).toList());
  }

  /** Of a cluster, whose resources were copied. */
  static FleetStatus of(Cluster cluster, StateFolder copy) {
    return new FleetStatus(
        cluster.context() + " at " + cluster.server(),
        null,
        null,
        Map.of(),
        null,
        null,
        null,
        copy.list(CollaborativeInferenceService.class).stream().map(FleetStatus::service).toList(),
        copy.list(Site.class).stream().map(FleetStatus::site).toList(),
        copy.list(InferenceNode.class).stream().map(FleetStatus::node).toList(),
        Map.of(),
        List.of());
  }

  private static Service service(CollaborativeInferenceService service) {
    ServiceStatus status = service.getStatus();
    String name = service.getMetadata().getNamespace() + "/" + service.getMetadata().getName();
    String model = service.getSpec().model();
    if (status == null) {
      return new Service(name, model, false, "Pending", "", null, null, null, List.of(), List.of());
    }
    Condition ready = status.condition("Ready").orElse(null);
    return new Service(
        name,
        model,
        ready != null && ready.holds(),
        ready == null ? "Pending" : ready.reason(),
        ready == null ? "" : ready.message(),
        status.planRef(),
        status.replicas(),
        status.url(),
        status.modes(),
        status.conditions());
  }

  private static SiteLine site(Site site) {
    SiteStatus status = site.getStatus();
    String name = site.getMetadata().getName();
    String tier = site.getSpec().tier().name().toLowerCase(java.util.Locale.ROOT);
    return status == null
        ? new SiteLine(name, tier, "empty", 0, 0, List.of())
        : new SiteLine(
            name,
            tier,
            status.phase() == null
                ? null
                : status.phase().name().toLowerCase(java.util.Locale.ROOT),
            status.nodes(),
            status.routers(),
            status.links());
  }

  private static Node node(InferenceNode node) {
    NodeStatus status = node.getStatus();
    String name = node.getMetadata().getName();
    if (status == null) {
      return new Node(name, null, false, "Pending", null, null, List.of());
    }
    Condition ready =
        status.conditions().stream()
            .filter(condition -> condition.type().equals("Ready"))
            .findFirst()
            .orElse(null);
    return new Node(
        name,
        status.site(),
        ready != null && ready.holds(),
        ready == null ? "Pending" : ready.reason(),
        status.address(),
        status.capacity() == null ? null : status.capacity().memoryBytes(),
        status.roles());
  }
}
