package dev.isthmus.operator.observe;

import dev.isthmus.protocol.records.LatestEpochs;
import dev.isthmus.protocol.v1.NodeRecord;
import dev.isthmus.protocol.v1.RouterRecord;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The records of the processes that had one name. Which of them is the latest is told by who was
 * new last and who was heard last, not by their clocks: that of a device may be years off, and
 * other than before at its next start.
 */
final class Boots<T> {

  /** A node that restarts all the time must not fill our memory. */
  private static final int KEPT = 4;

  private record Process(String boot, long epoch, long startedMillis) {}

  private final Function<T, Process> process;
  private final Map<String, T> records = new LinkedHashMap<>();
  private String latest;

  private Boots(Function<T, Process> process) {
    this.process = process;
  }

  static Boots<NodeRecord> ofNode() {
    return new Boots<>(
        node -> new Process(node.getBootId(), node.getRecordEpoch(), node.getStartedMillis()));
  }

  static Boots<RouterRecord> ofRouter() {
    return new Boots<>(
        router ->
            new Process(router.getBootId(), router.getRecordEpoch(), router.getStartedMillis()));
  }

  void accept(T record) {
    Process said = process.apply(record);
    T known = records.get(said.boot());
    if (known == null) {
      latest = said.boot();
    }
    if (known == null || LatestEpochs.isNewer(said.epoch(), process.apply(known).epoch())) {
      records.put(said.boot(), record);
    }
    forgetOldest();
  }

  /** A heartbeat came from a process of this name. */
  void heard(String boot) {
    if (records.containsKey(boot)) {
      latest = boot;
    }
  }

  private void forgetOldest() {
    Iterator<String> boots = records.keySet().iterator();
    while (records.size() > KEPT && boots.hasNext()) {
      if (!boots.next().equals(latest)) {
        boots.remove();
      }
    }
  }

  /** What the latest process said. */
  T owner() {
    return records.get(latest);
  }

  /**
   * Whose word counts: the latest process, or the oldest of those that live beside each other.
   *
   * @param duplicates boots that beat now under the one name
   */
  T owner(Optional<Set<String>> duplicates) {
    return duplicates
        .flatMap(
            live ->
                records.values().stream()
                    .filter(record -> live.contains(process.apply(record).boot()))
                    .min(
                        Comparator.comparingLong((T it) -> process.apply(it).startedMillis())
                            .thenComparing(it -> process.apply(it).boot())))
        .orElseGet(this::owner);
  }
}
