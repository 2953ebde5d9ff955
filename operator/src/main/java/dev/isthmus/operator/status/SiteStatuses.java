package dev.isthmus.operator.status;

import dev.isthmus.crds.site.Site;
import dev.isthmus.crds.site.SiteLink;
import dev.isthmus.crds.site.SitePhase;
import dev.isthmus.crds.site.SiteStatus;
import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.observe.ObservedNode;
import dev.isthmus.operator.observe.Voice;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A site's status. Measured links are written when a figure moved by a fifth, at most once a
 * minute.
 */
public final class SiteStatuses {

  private static final double WORTH_WRITING = 0.2;
  private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanoTime;
  private final Map<String, Long> linksWritten = new HashMap<>();

  /**
   * @param nanoTime a monotonic clock
   */
  public SiteStatuses(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The status that follows from what is known of the site's nodes and routers. */
  public SiteStatus next(Site site, Observed seen) {
    String name = site.getMetadata().getName();
    List<ObservedNode> nodes =
        seen.nodes().values().stream()
            .filter(node -> node.site().equals(name) && !node.record().getLeaving())
            .toList();
    int live = (int) nodes.stream().filter(node -> node.voice() == Voice.LIVE).count();
    int routers = (int) seen.liveRouters().filter(router -> router.site().equals(name)).count();
    return new SiteStatus(
        site.getMetadata().getGeneration(),
        phase(nodes.size(), live),
        live,
        routers,
        links(site, seen));
  }

  private static SitePhase phase(int nodes, int live) {
    if (nodes == 0) {
      return SitePhase.EMPTY;
    }
    return live == nodes ? SitePhase.READY : live == 0 ? SitePhase.UNREACHABLE : SitePhase.DEGRADED;
  }

  private List<SiteLink> links(Site site, Observed seen) {
    String name = site.getMetadata().getName();
    List<SiteLink> written = site.getStatus() == null ? List.of() : site.getStatus().links();
    List<SiteLink> measured =
        seen.liveRouters()
            .filter(router -> router.site().equals(name))
            .findFirst()
            .map(
                router ->
                    router.record().getLinksList().stream()
                        .map(
                            link ->
                                new SiteLink(
                                    link.getSite(), link.getRttMillis(), link.getBytesPerSecond()))
                        .toList())
            .orElse(written);
    boolean first = written.size() != measured.size();
    boolean due =
        nanoTime.getAsLong() - linksWritten.getOrDefault(name, nanoTime.getAsLong() - PAUSE_NANOS)
            >= PAUSE_NANOS;
    if (first || due && moved(written, measured)) {
      linksWritten.put(name, nanoTime.getAsLong());
      return measured;
    }
    return written;
  }

  private static boolean moved(List<SiteLink> written, List<SiteLink> measured) {
    for (int i = 0; i < measured.size(); i++) {
      SiteLink old = written.get(i);
      SiteLink now = measured.get(i);
      if (!old.site().equals(now.site())
          || moved(old.rttMillis(), now.rttMillis())
          || moved(old.bytesPerSecond(), now.bytesPerSecond())) {
        return true;
      }
    }
    return false;
  }

  private static boolean moved(double old, double now) {
    return Math.abs(now - old) > WORTH_WRITING * Math.max(Math.abs(old), 1e-3);
  }
}
