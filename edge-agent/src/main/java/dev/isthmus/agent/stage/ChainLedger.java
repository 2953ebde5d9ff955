package dev.isthmus.agent.stage;

import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.KvUse;

/**
 * KV of a whole chain, counted in tokens by its host, who alone opens sequences: what fits the
 * stage with the least room fits all. Thread-safe.
 */
final class ChainLedger {

  /** KV is reserved in steps of so many tokens, with one more for a row that pads a window. */
  private static final int STEP = 16;

  private long total;
  private long bytesPerToken;
  private long open;

  synchronized void room(long tokens, long bytes) {
    total = tokens;
    bytesPerToken = bytes;
  }

  /** Null where it was reserved. */
  synchronized Admission reserve(int limit) {
    long needed = reservation(limit);
    if (needed > total) {
      return new Admission.NeverFits(needed * bytesPerToken, total * bytesPerToken);
    }
    if (needed > total - open) {
      return new Admission.Wait(needed * bytesPerToken, (total - open) * bytesPerToken);
    }
    open += needed;
    return null;
  }

  synchronized void release(int limit) {
    open -= reservation(limit);
  }

  synchronized KvUse use() {
    return new KvUse(total * bytesPerToken, open * bytesPerToken, 0);
  }

  private static long reservation(int limit) {
    return (limit + STEP) / STEP * (long) STEP;
  }
}
