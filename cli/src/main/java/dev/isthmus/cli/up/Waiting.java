package dev.isthmus.cli.up;

import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.folder.RefusedDocument;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.node.NodeRole;
import dev.isthmus.crds.node.RoleState;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far a start is, from what the operator wrote.
 *
 * @param ready every service serves its current generation
 * @param waitingFor in words for a person
 * @param refused what the operator did not take; nothing more will come of it
 */
public record Waiting(boolean ready, String waitingFor, Optional<String> refused) {

  /** Nothing was heard yet. */
  static final Waiting BEFORE = new Waiting(false, "the operator", Optional.empty());

  private static final List<String> ORDER =
      List.of("ModelReady", "NodesAvailable", "Planned", "Placed", "Serving", "Ready");

  /**
   * @param services {@code namespace/name} that are to become ready
   */
  public static Waiting of(StateFolder state, Collection<String> services) {
    List<RefusedDocument> refused = state.refused();
    if (!refused.isEmpty()) {
      return new Waiting(false, "", Optional.of(refused.get(0).oneLine()));
    }
    List<CollaborativeInferenceService> seen = state.list(CollaborativeInferenceService.class);
    List<String> reasons = new ArrayList<>();
    for (String name : services) {
      seen.stream()
          .filter(service -> name(service).equals(name))
          .findFirst()
          .map(service -> reason(service, services.size() > 1))
          .orElse(Optional.of("the operator"))
          .ifPresent(reasons::add);
    }
    if (reasons.isEmpty()) {
      return new Waiting(true, "", Optional.empty());
    }
    List<String> loading = loading(state.list(InferenceNode.class));
    return new Waiting(
        false,
        String.join("; ", loading.isEmpty() ? reasons.stream().distinct().toList() : loading),
        Optional.empty());
  }

  private static Optional<String> reason(CollaborativeInferenceService service, boolean named) {
    if (service.getStatus() == null) {
      return Optional.of("the operator");
    }
    boolean current =
        Objects.equals(
            service.getStatus().observedGeneration(), service.getMetadata().getGeneration());
    if (current && service.getStatus().condition("Ready").filter(Condition::holds).isPresent()) {
      return Optional.empty();
    }
    String why =
        ORDER.stream()
            .flatMap(type -> service.getStatus().condition(type).stream())
            .filter(condition -> !condition.holds())
            .findFirst()
            .map(Waiting::sentence)
            .orElse("the operator");
    return Optional.of(named ? name(service) + ": " + why : why);
  }

  private static String sentence(Condition condition) {
    return condition.message() == null || condition.message().isBlank()
        ? condition.reason()
        : condition.message();
  }

  private static List<String> loading(List<InferenceNode> nodes) {
    return nodes.stream()
        .filter(node -> node.getStatus() != null)
        .flatMap(
            node ->
                node.getStatus().roles().stream()
                    .filter(role -> role.state() == RoleState.LOADING)
                    .flatMap(role -> phase(node, role)))
        .toList();
  }

  private static Stream<String> phase(InferenceNode node, NodeRole role) {
    String phase = role.message() == null ? role.reason() : role.message();
    return phase == null ? Stream.empty() : Stream.of(node.getMetadata().getName() + ": " + phase);
  }

  private static String name(CollaborativeInferenceService service) {
    return service.getMetadata().getNamespace() + "/" + service.getMetadata().getName();
  }
}
