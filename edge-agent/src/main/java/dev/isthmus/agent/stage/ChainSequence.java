package dev.isthmus.agent.stage;

import dev.isthmus.engine.runtime.Sequence;
import java.util.function.Consumer;

/**
 * A session's KV over all stages of a chain, as its host counts it: rows that were sent, whether or
 * not they have come round. Belongs to the host's thread.
 */
final class ChainSequence implements Sequence {

  private final long id;
  private final int limit;
  private final String numericsClass;
  private final boolean exact;
  private final Consumer<ChainSequence> onClose;
  private int length;
  private boolean closed;

  /**
   * @param exact whether its hidden states travel in fp32 whatever the chain's encoding
   */
  ChainSequence(
      long id, int limit, String numericsClass, boolean exact, Consumer<ChainSequence> onClose) {
    this.id = id;
    this.limit = limit;
    this.numericsClass = numericsClass;
    this.exact = exact;
    this.onClose = onClose;
  }

  long id() {
    return id;
  }

  boolean exact() {
    return exact;
  }

  /** Class of the chain that wrote its rows. */
  String numericsClass() {
    return numericsClass;
  }

  void sent(int rows) {
    length += rows;
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
  public void truncate(int to) {
    if (to < 0 || to > length) {
      throw new IllegalArgumentException(
          "cannot cut a sequence of " + length + " rows back to " + to);
    }
    length = to;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      onClose.accept(this);
    }
  }
}
