package dev.isthmus.agent.assign;

import dev.isthmus.protocol.v1.ModelFacts;
import dev.isthmus.protocol.v1.ModelRef;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.function.Consumer;

/**
 * Models as this node can have them. Calls fetch and prepare for minutes; what cannot be used is
 * refused with a {@link dev.isthmus.engine.source.ModelRefusedException}.
 */
public interface Models {

  /** Opens a model and says what it is. */
  ModelFacts inspect(ModelRef model);

  /**
   * Fetches, prepares, loads and measures what a role needs.
   *
   * @param phase hears what is being done, in words for a person
   */
  LoadedRole load(RoleAssignment role, Consumer<String> phase);
}
