package dev.isthmus.operator.observe;

import dev.isthmus.protocol.records.LatestEpochs;
import dev.isthmus.protocol.v1.NodeRecord;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The records of the processes that had one node's name. */
final class Boots {

  /** A node that restarts all the time must not fill our memory. */
  private static final int KEPT = 4;

  private static final Comparator<NodeRecord> BY_START =
      Comparator.comparingLong(NodeRecord::getStartedMillis).thenComparing(NodeRecord::getBootId);

  private final Map<String, NodeRecord> records = new LinkedHashMap<>();

  void accept(NodeRecord record) {
    NodeRecord known = records.get(record.getBootId());
    if (known == null || LatestEpochs.isNewer(record.getRecordEpoch(), known.getRecordEpoch())) {
      records.put(record.getBootId(), record);
    }
    if (records.size() > KEPT) {
      records.values().stream()
          .min(BY_START)
          .ifPresent(oldest -> records.remove(oldest.getBootId()));
    }
  }

  /**
   * Whose word counts: the latest process, or the oldest of those that live beside each other.
   *
   * @param duplicates boots that beat now under the one name
   */
  NodeRecord owner(Optional<Set<String>> duplicates) {
    if (duplicates.isPresent()) {
      Optional<NodeRecord> oldest =
          records.values().stream()
              .filter(record -> duplicates.get().contains(record.getBootId()))
              .min(BY_START);
      if (oldest.isPresent()) {
        return oldest.get();
      }
    }
    return records.values().stream().max(BY_START).orElseThrow();
  }
}
