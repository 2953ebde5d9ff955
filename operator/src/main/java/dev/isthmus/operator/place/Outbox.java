package dev.isthmus.operator.place;

import dev.isthmus.operator.observe.SiteKey;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.RouteRecord;
import java.util.SortedMap;

/**
 * Where records go. What was written is true at once; what was not is tried again with the next
 * pass.
 */
public interface Outbox {

  /**
   * Writes assignments, all or none.
   *
   * @return true where they are written
   */
  boolean assign(SortedMap<SiteKey, AssignmentRecord> assignments);

  /**
   * Writes routes, all or none.
   *
   * @return true where they are written
   */
  boolean route(SortedMap<SiteKey, RouteRecord> routes);

  /**
   * Takes a node's record out of its topic, so that no later operator counts with it.
   *
   * @return true where it is out
   */
  boolean forget(SiteKey node);
}
