package dev.isthmus.planner.place;

import java.util.HashMap;
import java.util.Map;

/**
 * Memory that plans hold on each node. Decisions of several services go through one ledger, one
 * after the other, so that no two are given the same memory. Immutable.
 */
public final class Ledger {

  public static final Ledger EMPTY = new Ledger(Map.of());

  private final Map<String, Map<String, Long>> held;
  private final Map<String, Long> byNode = new HashMap<>();

  /**
   * @param held bytes by service uid, by node id; not written to any more
   */
  private Ledger(Map<String, Map<String, Long>> held) {
    this.held = held;
    held.values()
        .forEach(holds -> holds.forEach((node, bytes) -> byNode.merge(node, bytes, Long::sum)));
  }

  /** With this plan in the place of what its service held. */
  public Ledger with(Plan plan) {
    Map<String, Long> holds = new HashMap<>();
    plan.placements().forEach(p -> holds.merge(p.node(), p.bytes(), Long::sum));
    Map<String, Map<String, Long>> next = new HashMap<>(held);
    next.put(plan.serviceUid(), holds);
    return new Ledger(next);
  }

  public Ledger without(String serviceUid) {
    Map<String, Map<String, Long>> next = new HashMap<>(held);
    next.remove(serviceUid);
    return new Ledger(next);
  }

  /** Bytes of the node that no plan holds; below 0 where the node shrank. */
  public long free(Node node) {
    return node.memoryBytes() - byNode.getOrDefault(node.id(), 0L);
  }
}
