package dev.isthmus.operator.plan;

import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.node.NodeSpec;
import dev.isthmus.crds.site.Site;
import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.observe.ObservedNode;
import dev.isthmus.operator.observe.SiteKey;
import dev.isthmus.operator.observe.Voice;
import dev.isthmus.operator.source.ResourceSource;
import dev.isthmus.planner.mode.StepTimes;
import dev.isthmus.planner.place.Fleet;
import dev.isthmus.planner.place.Node;
import dev.isthmus.planner.place.Precision;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.ObservedRole;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.StepTime;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sites and nodes as the planner takes them. */
public final class FleetInputs {

  private FleetInputs() {}

  /** Nodes of sites that no resource names are left out. */
  public static Fleet fleet(ResourceSource source, Observed seen) {
    List<dev.isthmus.planner.place.Site> sites =
        source.list(Site.class).stream()
            .map(
                site ->
                    new dev.isthmus.planner.place.Site(
                        site.getMetadata().getName(),
                        Words.tier(site.getSpec().tier()),
                        !site.getSpec().isCordoned()))
            .toList();
    List<Node> nodes =
        seen.nodes().values().stream()
            .filter(node -> sites.stream().anyMatch(site -> site.id().equals(node.site())))
            .map(node -> node(node, source, seen))
            .toList();
    return new Fleet(sites, nodes);
  }

  private static Node node(ObservedNode node, ResourceSource source, Observed seen) {
    return new Node(
        node.id(),
        node.site(),
        node.record().getCapacity().getMemoryBytes(),
        standing(
            node, source.find(InferenceNode.class, null, node.id()).map(InferenceNode::getSpec)),
        measured(node, seen.assignments().get(new SiteKey(node.site(), node.id()))));
  }

  private static Node.Standing standing(ObservedNode node, Optional<NodeSpec> spec) {
    if (node.voice() == Voice.UNREACHABLE) {
      return Node.Standing.GONE;
    }
    // one that leaves is usually back before its heartbeats are missed; its route is gone at once
    boolean closed =
        node.record().getLeaving()
            || node.voice() == Voice.STALE
            || node.duplicate() != null
            || spec.filter(NodeSpec::isCordoned).isPresent();
    return closed ? Node.Standing.KEEPS : Node.Standing.OPEN;
  }

  /** What the node measured, by model digest; a role's model stands in its assignment. */
  private static Map<String, Map<Precision, StepTimes>> measured(
      ObservedNode node, AssignmentRecord assignment) {
    Map<String, Map<Precision, StepTimes>> measured = new HashMap<>();
    if (assignment == null) {
      return measured;
    }
    for (RoleAssignment role : assignment.getRolesList()) {
      if (role.hasChain()) {
        // a stage's steps say nothing of the whole model's
        continue;
      }
      node.role(role.getId())
          .filter(observed -> Words.precision(observed.getPrecision()) != null)
          .ifPresent(
              observed ->
                  times(observed)
                      .ifPresent(
                          times ->
                              measured
                                  .computeIfAbsent(
                                      role.getModel().getDigest(),
                                      digest -> new EnumMap<>(Precision.class))
                                  .put(
                                      Words.precision(Words.precision(observed.getPrecision())),
                                      times)));
    }
    return measured;
  }

  private static Optional<StepTimes> times(ObservedRole role) {
    TreeMap<Integer, Double> millis = new TreeMap<>();
    for (StepTime step : role.getProfile().getStepsList()) {
      if (step.getSessions() == 1
          && step.getRows() > 0
          && Double.isFinite(step.getMillis())
          && step.getMillis() > 0) {
        millis.put(step.getRows(), step.getMillis());
      }
    }
    return millis.isEmpty() ? Optional.empty() : Optional.of(new StepTimes(millis));
  }
}
