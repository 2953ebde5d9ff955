package dev.isthmus.agent.experts;

import dev.isthmus.engine.runtime.ExpertId;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which experts rows go around. An expert that moves between homes, or whose home was slow once, is
 * not lost: one is given up after a while, asked for now and then, and then given up at once.
 * Belongs to the stage's thread.
 */
final class ExpertLosses {

  private static final long GRACE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

  private final LongSupplier nanos;
  private final Map<ExpertId, Long> givenUpAt = new HashMap<>();

  /**
   * @param nanos a monotonic clock
   */
  ExpertLosses(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Takes note of experts that no home answers for.
   *
   * @param waited nanoseconds that rows have waited for them
   * @return whether rows go around them from now on; false: they go on waiting
   */
  boolean giveUp(List<ExpertId> missing, long waited) {
    if (waited < GRACE_NANOS && !givenUpAt.keySet().containsAll(missing)) {
      return false;
    }
    missing.forEach(id -> givenUpAt.put(id, nanos.getAsLong()));
    return true;
  }

  /** A home answered for it. */
  void found(ExpertId id) {
    givenUpAt.remove(id);
  }

  /** Those of a layer that are not asked for now. */
  BitSet of(int layer) {
    BitSet lost = new BitSet();
    givenUpAt.forEach(
        (id, at) -> {
          if (id.layer() == layer && nanos.getAsLong() - at < AGAIN_NANOS) {
            lost.set(id.expert());
          }
        });
    return lost;
  }
}
