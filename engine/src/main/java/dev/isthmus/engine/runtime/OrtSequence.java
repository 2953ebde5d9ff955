package dev.isthmus.engine.runtime;

import java.util.Arrays;

/**
 * A session's KV and the tokens that it stands for. The scheduler's thread alone changes it, but
 * closing may come from any thread, in the middle of a step too: then the step's end closes it.
 */
final class OrtSequence implements Sequence {

  /** The engine that a sequence belongs to. */
  interface Owner {}

  private final Owner owner;
  private final KvPool pool;
  private int limit;
  private long reserved;
  private KvBlock block;
  private int[] tokens;
  private int known;
  private int length;
  private int exact = Integer.MAX_VALUE;
  private boolean stepping;
  private boolean closed;

  OrtSequence(
      Owner owner, KvPool pool, KvBlock block, int[] prompt, int rows, int limit, long reserved) {
    this.owner = owner;
    this.pool = pool;
    this.block = block;
    this.limit = limit;
    this.reserved = reserved;
    this.tokens = Arrays.copyOf(prompt, Math.max(prompt.length, KvLayout.SMALLEST));
    this.known = prompt.length;
    this.length = rows;
  }

  Owner owner() {
    return owner;
  }

  KvBlock block() {
    return block;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public int limit() {
    return limit;
  }

  @Override
  public synchronized boolean extend(int to) {
    // A block that was taken over may be larger than its reservation had to be.
    long needed = Math.max(reserved, pool.reservation(to));
    if (!pool.extend(needed - reserved)) {
      return false;
    }
    reserved = needed;
    limit = to;
    return true;
  }

  @Override
  public void truncate(int to) {
    if (to < 0 || to > length) {
      throw new IllegalArgumentException(
          "cannot cut a sequence of " + length + " rows back to " + to);
    }
    length = to;
    known = Math.min(known, to);
    if (to <= exact) {
      exact = Integer.MAX_VALUE;
    }
  }

  @Override
  public boolean isExact() {
    return length <= exact;
  }

  /**
   * Of the step under way.
   *
   * @param row the first one that was sent around a lost expert, counted from the step's own first
   */
  void rerouted(int row) {
    exact = Math.min(exact, length + row);
  }

  /** Begins a step over rows more; from here to {@link #end} closing waits. */
  synchronized void begin(int rows, int padded) {
    if (closed) {
      throw new IllegalStateException("the sequence is closed");
    }
    if (length + rows > limit) {
      throw new IllegalArgumentException(
          rows + " rows after " + length + " exceed the " + limit + " that were reserved");
    }
    if (length + padded > block.capacity()) {
      block = block.grow(KvLayout.capacity(length + padded - 1, limit), length);
    }
    stepping = true;
  }

  /**
   * @param rows how many rows were appended, 0 if the step failed
   * @param ids their tokens, or null where only hidden states were given
   */
  synchronized void end(int rows, int[] ids) {
    stepping = false;
    if (ids != null) {
      remember(rows, ids);
    }
    length += rows;
    if (closed) {
      release();
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!stepping) {
      release();
    }
  }

  private void remember(int rows, int[] ids) {
    if (length + rows > tokens.length) {
      tokens = Arrays.copyOf(tokens, Math.max(length + rows, tokens.length * 2));
    }
    System.arraycopy(ids, 0, tokens, length, rows);
    known = Math.max(known, length + rows);
  }

  private void release() {
    // What is kept for others must be what the model says.
    int kept = Math.min(exact, Math.min(known, length));
    pool.release(reserved, Arrays.copyOf(tokens, kept), block);
    block = null;
  }
}
