package dev.isthmus.agent.stage;

import dev.isthmus.engine.draft.TokenLog;
import dev.isthmus.engine.runtime.Sequence;

/**
 * A session's KV over all stages of a chain, as its host counts it: rows that were sent, whether or
 * not they have come round. Belongs to the host's thread.
 */
final class ChainSequence implements Sequence {

  private final ChainSequences all;
  private final long id;
  private final String numericsClass;
  private final Purpose purpose;
  private final TokenLog log;
  private int limit;
  private boolean closed;

  /** What a sequence is for. */
  enum Purpose {
    /** A session, whose rows may be of use to a later one. */
    SERVING,
    /** To learn what steps take. */
    MEASURING,
    /** The same, with hidden states in fp32 whatever the chain's encoding. */
    MEASURING_EXACT
  }

  /**
   * @param all whose one it is
   * @param tokens whose rows every stage has, or is sent where it lacks them
   */
  ChainSequence(
      ChainSequences all,
      long id,
      int limit,
      String numericsClass,
      Purpose purpose,
      int... tokens) {
    this.all = all;
    this.id = id;
    this.limit = limit;
    this.numericsClass = numericsClass;
    this.purpose = purpose;
    this.log = new TokenLog(tokens);
  }

  long id() {
    return id;
  }

  Purpose purpose() {
    return purpose;
  }

  /** Class of the chain that wrote its rows. */
  String numericsClass() {
    return numericsClass;
  }

  void sent(int... ids) {
    log.append(ids);
  }

  /** How many leading tokens are the same; the last of the others is left to be scored. */
  int common(int[] others) {
    return log.matching(0, TokenLog.listOf(others).subList(0, others.length - 1));
  }

  @Override
  public int length() {
    return log.length();
  }

  @Override
  public int limit() {
    return limit;
  }

  @Override
  public boolean extend(int to) {
    if (!all.extend(limit, to)) {
      return false;
    }
    limit = to;
    return true;
  }

  @Override
  public void truncate(int to) {
    log.truncate(to);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      all.closed(this);
    }
  }
}
