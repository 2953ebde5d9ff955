package dev.isthmus.agent.assign;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.graph.StageTensors;
import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which of a model's tensors a role's weights are made of. */
final class RoleTensors {

  private static final Pattern EXPERT =
      Pattern.compile("model\\.layers\\.(\\d+)\\.mlp\\.experts\\.(\\d+)\\..*");

  private RoleTensors() {}

  /** By their names as {@link dev.isthmus.engine.source.ModelSource} has them. */
  static Predicate<String> of(RoleAssignment role, Architecture model) {
    if (RoleExperts.isHome(role)) {
      SortedSet<ExpertId> held = RoleExperts.held(role, model);
      return name -> expert(name).filter(held::contains).isPresent();
    }
    StageTensors stage = new StageTensors(model, RoleLayers.of(role, model.layers()));
    return RoleExperts.areApart(role, model)
        ? name -> stage.needs(name) && expert(name).isEmpty()
        : stage::needs;
  }

  private static Optional<ExpertId> expert(String tensor) {
    Matcher expert = EXPERT.matcher(tensor);
    return expert.matches()
        ? Optional.of(
            new ExpertId(Integer.parseInt(expert.group(1)), Integer.parseInt(expert.group(2))))
        : Optional.empty();
  }
}
