package dev.isthmus.engine.runtime;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Memory of all sessions' KV. What an open session may grow to is reserved when it is admitted, so
 * it never runs out on the way; what is not reserved keeps the KV of closed sessions, which a new
 * session that begins with the same tokens takes over. Thread-safe.
 */
final class KvPool {

  /** Shorter common prefixes are not worth a block. */
  private static final int WORTH_KEEPING = 8;

  private final KvLayout layout;
  private final long total;
  private final Deque<KeptKv> kept = new ArrayDeque<>();
  private long open;
  private long keptBytes;

  KvPool(KvLayout layout, long total) {
    this.layout = layout;
    this.total = total;
  }

  synchronized KvUse use() {
    return new KvUse(total, open, keptBytes);
  }

  /** Bytes that a session of so many tokens reserves. */
  long reservation(int limit) {
    return KvLayout.capacity(limit, limit) * layout.bytesPerToken();
  }

  synchronized Admission admit(int[] tokens, int limit, OrtSequence.Owner owner) {
    long needed = reservation(limit);
    if (needed > total) {
      return new Admission.NeverFits(needed, total);
    }
    if (needed > total - open) {
      return new Admission.Wait(needed, total - open);
    }
    KeptKv taken = take(tokens);
    KvBlock block = taken == null ? null : taken.block();
    int rows = taken == null ? 0 : taken.common(tokens, tokens.length - 1);
    long reserved = Math.max(needed, block == null ? 0 : block.bytes());
    open += reserved;
    evict();
    if (block == null) {
      block = new KvBlock(layout, KvLayout.capacity(tokens.length, limit));
    }
    return new Admission.Admitted(
        new OrtSequence(owner, this, block, tokens, rows, limit, reserved));
  }

  /** Reserves more for a session that is open; false where so much is not free. */
  synchronized boolean extend(long bytes) {
    if (bytes > total - open) {
      return false;
    }
    open += bytes;
    evict();
    return true;
  }

  /** Takes back a session's reservation; its rows are kept while there is room. */
  synchronized void release(long reserved, int[] tokens, KvBlock block) {
    open -= reserved;
    if (tokens.length < WORTH_KEEPING) {
      block.close();
      return;
    }
    kept.addFirst(new KeptKv(tokens, block));
    keptBytes += block.bytes();
    evict();
  }

  synchronized void close() {
    kept.forEach(k -> k.block().close());
    kept.clear();
    keptBytes = 0;
  }

  private void evict() {
    while (keptBytes > total - open) {
      KeptKv oldest = kept.removeLast();
      keptBytes -= oldest.block().bytes();
      oldest.block().close();
    }
  }

  /** The kept KV with the longest common prefix, no longer kept; null where none helps. */
  private KeptKv take(int[] tokens) {
    KeptKv best = null;
    int longest = WORTH_KEEPING - 1;
    for (KeptKv candidate : kept) {
      int common = candidate.common(tokens, tokens.length - 1);
      if (common > longest && candidate.block().bytes() <= total - open) {
        longest = common;
        best = candidate;
      }
    }
    if (best != null) {
      kept.remove(best);
      keptBytes -= best.block().bytes();
    }
    return best;
  }
}
