package dev.isthmus.agent.assign;

import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.function.IntConsumer;

/** Makes sure that a role's weights are prepared in the cache. */
@FunctionalInterface
public interface Preparer {

  /**
   * @param percent hears how far it is
   */
  void prepare(RoleAssignment role, IntConsumer percent);
}
