package dev.isthmus.planner.layers;

/**
 * What it costs that a step goes on at another node. Costs depend on the sites alone; a hop between
 * sites includes the relay at the far one's router.
 */
public interface Hops {

  /** Milliseconds that hidden states of a step are on their way. */
  double statesMillis(String fromSite, String toSite);

  /** Milliseconds for which a step's hidden states keep the link busy. */
  double occupiedMillis(String fromSite, String toSite);

  /** Milliseconds that token ids are on their way from the host, the last stage, to the first. */
  double idsMillis(String fromSite, String toSite);
}
