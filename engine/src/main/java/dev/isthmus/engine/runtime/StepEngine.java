package dev.isthmus.engine.runtime;

import java.util.List;

/**
 * A loaded stage of a model. One step scores the windows of many sessions at once; windows may
 * differ in length and in how much they have behind them.
 *
 * <p>{@link #step} and the methods of {@link Sequence} that change its length are called by one
 * thread (the scheduler); {@link #admit} and {@link Sequence#close} by any.
 */
public interface StepEngine extends AutoCloseable {

  EngineInfo info();

  /**
   * Reserves KV for a session. KV of a closed session that begins with the same tokens is taken
   * over, so that only what is new must be prefilled; at least the last token is always left to be
   * scored.
   *
   * @param tokens the session's tokens so far, at least one
   * @param limit most tokens that the session may reach, at most {@link EngineInfo#context}
   */
  Admission admit(int[] tokens, int limit);

  /**
   * Scores windows, appending their rows to their sequences' KV.
   *
   * @param windows one to {@link EngineInfo#maxWindows}, no sequence twice, together at most {@link
   *     EngineInfo#maxRows} rows
   * @return one result per window, in order; its buffers are valid until the next step
   */
  List<StepResult> step(List<Window> windows);

  /** Bytes in use and free for KV, and what closed sessions still hold. */
  KvUse kvUse();

  @Override
  void close();
}
