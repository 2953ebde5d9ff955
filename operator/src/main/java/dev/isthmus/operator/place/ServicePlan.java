package dev.isthmus.operator.place;

import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.service.ExpertsSpec;
import dev.isthmus.operator.plan.CurrentPlan;
import dev.isthmus.planner.place.Role;
import java.util.Optional;

/**
 * A service and the plan that is to be carried out for it.
 *
 * @param plan empty where none was ever made
 * @param settled false where nothing could be decided now: what the nodes run for it stays as it is
 * @param target the package that is served, empty where it is gone
 * @param draft the package that drafts, empty where there is none
 */
public record ServicePlan(
    CollaborativeInferenceService service,
    Optional<CurrentPlan> plan,
    boolean settled,
    Optional<ModelPackage> target,
    Optional<ModelPackage> draft) {

  /** Whether the plan has a role with this model. */
  boolean plans(Role role, String modelDigest) {
    return plan.stream()
        .flatMap(current -> current.plan().of(role))
        .anyMatch(placement -> placement.modelDigest().equals(modelDigest));
  }

  public String uid() {
    return service.getMetadata().getUid();
  }

  /** Whether requests go around lost experts rather than wait for them. */
  public boolean reroutes() {
    ExpertsSpec experts = service.getSpec().experts();
    return experts != null && experts.reroutes();
  }

  /** namespace/name */
  public String key() {
    return service.getMetadata().getNamespace() + "/" + service.getMetadata().getName();
  }
}
