package dev.isthmus.cli.bench.fleet;

import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** Which roles of which service have reached Kafka, and when the last new one did. Thread-safe. */
final class Assigned {

  private final LongSupplier nanoTime;
  private final Map<String, Set<String>> roles = new HashMap<>();
  private final Map<String, Long> lastNew = new HashMap<>();

  /**
   * @param nanoTime a monotonic clock
   */
  Assigned(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  synchronized void take(AssignmentRecord record) {
    for (RoleAssignment role : record.getRolesList()) {
      if (roles.computeIfAbsent(role.getService(), key -> new HashSet<>()).add(role.getId())) {
        lastNew.put(role.getService(), nanoTime.getAsLong());
        notifyAll();
      }
    }
  }

  synchronized int roles(String service) {
    return roles.getOrDefault(service, Set.of()).size();
  }

  /**
   * Waits until so many different roles of a service were assigned.
   *
   * @return when the last one came, on the clock; -1 where it took longer than the limit
   */
  synchronized long await(String service, int count, long limitNanos) throws InterruptedException {
    long end = nanoTime.getAsLong() + limitNanos;
    while (roles(service) < count) {
      long left = (end - nanoTime.getAsLong()) / 1_000_000;
      if (left <= 0) {
        return -1;
      }
      wait(left);
    }
    return lastNew.get(service);
  }
}
