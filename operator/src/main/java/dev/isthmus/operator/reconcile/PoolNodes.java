package dev.isthmus.operator.reconcile;

import dev.isthmus.crds.site.Pool;
import dev.isthmus.crds.site.Site;
import dev.isthmus.operator.observe.ObservedNode;
import dev.isthmus.operator.observe.Voice;
import java.util.Optional;

/** Which nodes a pool still has: those of others are a person's to take away. */
final class PoolNodes {

  private PoolNodes() {}

  /**
   * Whether a node went with its pool: nothing will start it again. One that lives, or that its
   * pool still wants, stays.
   *
   * @param site of the node, if it is there
   */
  static boolean isGone(ObservedNode node, Optional<Site> site) {
    String pool = node.record().getPool();
    boolean silent =
        node.voice() == Voice.UNREACHABLE
            || node.voice() == Voice.STALE && node.record().getLeaving();
    return silent
        && !pool.isEmpty()
        && site.stream()
            .flatMap(it -> it.getSpec().pools().stream())
            .noneMatch(it -> it.name().equals(pool) && has(it, node.id()));
  }

  private static boolean has(Pool pool, String node) {
    String ordinal = node.substring(node.lastIndexOf('-') + 1);
    return !ordinal.matches("[0-9]{1,6}") || Integer.parseInt(ordinal) < pool.replicaCount();
  }
}
