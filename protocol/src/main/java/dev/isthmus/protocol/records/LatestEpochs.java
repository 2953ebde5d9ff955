package dev.isthmus.protocol.records;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The highest recordEpoch seen of each key. recordEpoch orders the records of one key and says
 * nothing about another key's. Epochs are unsigned. Not thread-safe: it belongs to the one reader
 * of a channel.
 */
public final class LatestEpochs {

  private final Map<String, Long> latest = new HashMap<>();

  /**
   * Notes an epoch where it is newer than what was seen of this key.
   *
   * @return true where it is newer; false for a repeat, or for an older record that arrived late
   */
  public boolean advance(String key, long epoch) {
    Long seen = latest.get(key);
    if (seen != null && !isNewer(epoch, seen)) {
      return false;
    }
    latest.put(key, epoch);
    return true;
  }

  /** The highest epoch seen of a key. */
  public OptionalLong of(String key) {
    Long seen = latest.get(key);
    return seen == null ? OptionalLong.empty() : OptionalLong.of(seen);
  }

  /** Whether one epoch of a key supersedes another. */
  public static boolean isNewer(long epoch, long than) {
    return Long.compareUnsigned(epoch, than) > 0;
  }
}
