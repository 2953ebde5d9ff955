package dev.isthmus.agent.stage;

/**
 * Hears what comes over a link; any thread.
 *
 * @param <F> what it carries towards here
 */
public interface LinkListener<F> {

  void came(F frame);

  /** The other side, or the network, ended it. */
  void lost(String why);
}
