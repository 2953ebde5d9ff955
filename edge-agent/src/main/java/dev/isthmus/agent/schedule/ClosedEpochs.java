package dev.isthmus.agent.schedule;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Epochs of sessions that ended, the latest few thousand: an Open that was delayed on its way must
 * not bring one back.
 */
final class ClosedEpochs {

  private static final int KEPT = 4096;

  private final Map<String, Long> epochs =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > KEPT;
        }
      };

  void closed(String session, long epoch) {
    epochs.merge(session, epoch, Math::max);
  }

  boolean isStale(String session, long epoch) {
    return epochs.getOrDefault(session, -1L) >= epoch;
  }
}
