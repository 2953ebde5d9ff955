package dev.isthmus.operator.plan;

import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.model.ModelFacts;
import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.model.ModelPackageStatus;
import dev.isthmus.operator.plan.Decision.AwaitModel;
import dev.isthmus.operator.status.Reason;
import java.util.Optional;

/** Whether a package's facts are known, and are about what its spec says now. */
public record ModelFactsState(ModelPackage model, Optional<ModelFacts> facts) {

  public static ModelFactsState of(ModelPackage model) {
    return new ModelFactsState(model, current(model));
  }

  private static Optional<ModelFacts> current(ModelPackage model) {
    ModelPackageStatus status = model.getStatus();
    if (status == null
        || status.facts() == null
        || !model.getSpec().source().uri().equals(status.uri())) {
      return Optional.empty();
    }
    String pinned = model.getSpec().source().digest();
    return pinned == null || pinned.equals(status.facts().digest())
        ? Optional.of(status.facts())
        : Optional.empty();
  }

  /** What a service that needs the model waits for, empty where it need not. */
  public Optional<AwaitModel> missing() {
    if (facts.isPresent()) {
      return Optional.empty();
    }
    String name = model.getMetadata().getName();
    Optional<Condition> refused =
        model.getStatus() == null
            ? Optional.empty()
            : model.getStatus().conditions().stream()
                .filter(condition -> condition.reason().equals(Reason.ModelRefused.name()))
                .findFirst();
    return Optional.of(
        refused
            .map(
                condition -> new AwaitModel(Reason.ModelRefused, name + ": " + condition.message()))
            .orElseGet(() -> new AwaitModel(Reason.Inspecting, "a node is opening " + name)));
  }
}
