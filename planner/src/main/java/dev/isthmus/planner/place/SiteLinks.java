package dev.isthmus.planner.place;

import java.util.HashMap;
import java.util.Map;

/**
 * What was measured between sites, by the sites' ids, in either order.
 *
 * @param between by the site that measured and the one that it reached
 */
public record SiteLinks(Map<String, Map<String, Link>> between) {

  public static final SiteLinks UNKNOWN = new SiteLinks(Map.of());

  /** Between two nodes of one site. */
  static final Link WITHIN = new Link(0.3, 1e6);

  /** Between sites of which nothing was measured: a WAN as there are many. */
  static final Link WAN = new Link(40, 12_500);

  /**
   * A way between two machines.
   *
   * @param rttMillis there and back
   * @param bytesPerMilli bandwidth; 0 where it was not measured
   */
  public record Link(double rttMillis, double bytesPerMilli) {

    public Link {
      if (!(rttMillis >= 0) || !(bytesPerMilli >= 0)) {
        throw new IllegalArgumentException(
            "link of "
                + rttMillis
                + " ms round trip and "
                + bytesPerMilli
                + " bytes per ms; neither may be negative");
      }
    }

    double transferMillis(long bytes) {
      return bytes / (bytesPerMilli > 0 ? bytesPerMilli : WAN.bytesPerMilli());
    }

    double oneWayMillis(long bytes) {
      return rttMillis / 2 + transferMillis(bytes);
    }
  }

  public SiteLinks {
    Map<String, Map<String, Link>> copy = new HashMap<>();
    between.forEach((site, links) -> copy.put(site, Map.copyOf(links)));
    between = Map.copyOf(copy);
  }

  Link link(String from, String to) {
    Link there = between.getOrDefault(from, Map.of()).get(to);
    return there != null ? there : between.getOrDefault(to, Map.of()).getOrDefault(from, WAN);
  }
}
