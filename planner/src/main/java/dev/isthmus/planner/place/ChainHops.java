package dev.isthmus.planner.place;

import dev.isthmus.planner.layers.Hops;
import java.util.Set;

/**
 * Steps between nodes over the measured links. What comes from another site goes through the far
 * one's router, so the way within that site is counted as well.
 *
 * @param relayed sites whose nodes cannot be dialled: within them, too, a router passes on
 * @param stateBytes hidden states of one row
 */
record ChainHops(SiteLinks links, Set<String> relayed, long stateBytes) implements Hops {

  private static final long ID_BYTES = 4;

  @Override
  public double statesMillis(String from, String to) {
    return oneWay(from, to, stateBytes);
  }

  @Override
  public double idsMillis(String from, String to) {
    return oneWay(from, to, ID_BYTES);
  }

  @Override
  public double occupiedMillis(String from, String to) {
    double last = SiteLinks.WITHIN.transferMillis(stateBytes);
    return from.equals(to) ? last : Math.max(last, links.link(from, to).transferMillis(stateBytes));
  }

  private double oneWay(String from, String to, long bytes) {
    double last = SiteLinks.WITHIN.oneWayMillis(bytes);
    return from.equals(to) ? within(to, last) : links.link(from, to).oneWayMillis(bytes) + last;
  }

  private double within(String site, double hop) {
    return relayed.contains(site) ? 2 * hop : hop;
  }
}
