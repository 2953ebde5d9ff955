package dev.isthmus.planner.place;

import java.util.HashMap;
import java.util.Map;

/**
 * Memory that plans hold on each node. Decisions of several services go through one ledger, one
 * after the other, so that no two are given the same memory. Immutable.
 *
 * @param held bytes by service uid, by node id
 */
public record Ledger(Map<String, Map<String, Long>> held) {

  public static final Ledger EMPTY = new Ledger(Map.of());

  public Ledger {
    Map<String, Map<String, Long>> copy = new HashMap<>();
    held.forEach((uid, byNode) -> copy.put(uid, Map.copyOf(byNode)));
    held = Map.copyOf(copy);
  }

  /** With this plan in the place of what its service held. */
  public Ledger with(Plan plan) {
    Map<String, Long> byNode = new HashMap<>();
    plan.placements().forEach(p -> byNode.merge(p.node(), p.bytes(), Long::sum));
    Map<String, Map<String, Long>> next = new HashMap<>(held);
    next.put(plan.serviceUid(), byNode);
    return new Ledger(next);
  }

  public Ledger without(String serviceUid) {
    Map<String, Map<String, Long>> next = new HashMap<>(held);
    next.remove(serviceUid);
    return new Ledger(next);
  }

  /** Bytes of the node that no plan holds; below 0 where the node shrank. */
  public long free(Node node) {
    return node.memoryBytes()
        - held.values().stream().mapToLong(byNode -> byNode.getOrDefault(node.id(), 0L)).sum();
  }
}
