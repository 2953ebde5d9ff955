package dev.isthmus.agent.assign;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.graph.StageTensors;
import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.SortedSet;
import java.util.function.Predicate;

/** Which of a model's tensors a role's weights are made of. */
final class RoleTensors {

  private RoleTensors() {}

  /** By their names as {@link dev.isthmus.engine.source.ModelSource} has them. */
  static Predicate<String> of(RoleAssignment role, Architecture model) {
    if (RoleExperts.isHome(role)) {
      SortedSet<ExpertId> held = RoleExperts.held(role, model);
      return name -> ExpertId.ofTensor(name).filter(held::contains).isPresent();
    }
    StageTensors stage = new StageTensors(model, RoleLayers.of(role, model.layers()));
    return RoleExperts.areApart(role, model)
        ? name -> stage.needs(name) && ExpertId.ofTensor(name).isEmpty()
        : stage::needs;
  }
}
