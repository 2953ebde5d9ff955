package dev.isthmus.agent.schedule;

/** What is counted while sessions are served. Called by the engine's thread. */
public interface SessionCounts {

  void verified(int drafted, int accepted, int committed);

  void decoded(int tokens);

  void drafted(int tokens);

  void refused(String code);

  /** A step threw; the sessions in it were ended. */
  void failed(Throwable cause);

  /**
   * @param rows scored, over all windows
   * @param windows sessions served
   * @param prefill rows among them that needed no logits
   * @param nanos duration
   */
  void stepped(int rows, int windows, int prefill, long nanos);
}
