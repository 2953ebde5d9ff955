package dev.isthmus.operator.place;

import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.observe.ObservedNode;
import dev.isthmus.operator.observe.SiteKey;
import dev.isthmus.operator.observe.Voice;
import dev.isthmus.operator.plan.ModelFactsState;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.Inspection;
import dev.isthmus.protocol.v1.ModelRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which node opens the models of which nothing is known yet. One that was asked goes on while it is
 * heard.
 */
final class Inspectors {

  private Inspectors() {}

  /** Inspections by the node that makes them. */
  static Map<SiteKey, List<Inspection>> assign(List<ModelPackage> models, Observed seen) {
    Map<SiteKey, List<Inspection>> inspections = new TreeMap<>();
    for (ModelPackage model : models) {
      if (ModelFactsState.of(model).facts().isEmpty()) {
        ModelRef ref =
            RoleAssignments.model(
                model, Objects.requireNonNullElse(model.getSpec().source().digest(), ""));
        inspector(ref, seen)
            .ifPresent(
                node ->
                    inspections
                        .computeIfAbsent(
                            new SiteKey(node.site(), node.id()), key -> new ArrayList<>())
                        .add(Inspection.newBuilder().setModel(ref).build()));
      }
    }
    return inspections;
  }

  private static Optional<ObservedNode> inspector(ModelRef model, Observed seen) {
    Comparator<ObservedNode> order =
        Comparator.comparing((ObservedNode node) -> isAsked(node, model, seen))
            .thenComparing(node -> node.voice() == Voice.LIVE)
            .thenComparing(node -> node.record().getCapacity().getMemoryBytes())
            .thenComparing(ObservedNode::id, Comparator.reverseOrder());
    return seen.nodes().values().stream().filter(ObservedNode::serves).max(order);
  }

  private static boolean isAsked(ObservedNode node, ModelRef model, Observed seen) {
    AssignmentRecord assignment = seen.assignments().get(new SiteKey(node.site(), node.id()));
    return assignment != null
        && assignment.getInspectionsList().stream()
            .anyMatch(inspection -> inspection.getModel().equals(model));
  }
}
