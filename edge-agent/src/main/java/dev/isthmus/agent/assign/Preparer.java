package dev.isthmus.agent.assign;

import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.function.Consumer;

/** Makes sure that a role's weights are prepared in the cache. */
@FunctionalInterface
public interface Preparer {

  /**
   * @param freeBytes of this node's memory for models, what is not in use
   * @param phase hears what is done, and how far it is
   */
  void prepare(RoleAssignment role, long freeBytes, Consumer<String> phase);
}
