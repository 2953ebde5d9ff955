package dev.isthmus.agent.stage;

/**
 * One end of a stream between two stages, as the stage that holds it writes to it.
 *
 * @param <F> what it carries
 */
public interface Link<F> {

  void send(F frame);

  /** Ends it. The other side is told why; what comes from it later is nobody's. */
  void end(String why);
}
