package dev.isthmus.engine.runtime;

/**
 * Memory of the KV cache, in bytes.
 *
 * @param total what may be used
 * @param open held by open sessions
 * @param kept held by closed sessions whose KV may still be taken over; freed when needed
 */
public record KvUse(long total, long open, long kept) {

  public long free() {
    return total - open;
  }
}
