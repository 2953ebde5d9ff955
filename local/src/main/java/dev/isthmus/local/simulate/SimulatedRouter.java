package dev.isthmus.local.simulate;

import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.v1.RouteRecord;
import dev.isthmus.protocol.v1.RouterRecord;
import java.util.HashMap;
import java.util.Map;

/** A router that takes every route and serves nobody; its sessions are what it is told. */
public final class SimulatedRouter {

  private final String router;
  private final String site;
  private final long startedMillis;
  private final Map<String, RouteRecord> routes = new HashMap<>();
  private final Map<String, Integer> sessions = new HashMap<>();
  private long epoch;
  private boolean changed = true;

  /**
   * @param startedMillis since 1970; of two starts the later one wins
   */
  public SimulatedRouter(String router, String site, long startedMillis) {
    this.router = router;
    this.site = site;
    this.startedMillis = startedMillis;
  }

  public String router() {
    return router;
  }

  public String site() {
    return site;
  }

  /** The route of a service, null where none came. */
  public synchronized RouteRecord route(String service) {
    return routes.get(service);
  }

  /** Reports so many open sessions at a node. */
  public synchronized void sessions(String node, int count) {
    sessions.put(node, count);
    changed = true;
  }

  /** A route of its site came; an older one than it has changes nothing. */
  public synchronized void routed(RouteRecord route) {
    RouteRecord known = routes.get(route.getService());
    if (known == null || route.getRecordEpoch() > known.getRecordEpoch()) {
      routes.put(route.getService(), route);
      changed = true;
    }
  }

  /** The broker did not take the last record, or has lost it. */
  synchronized void again() {
    changed = true;
  }

  /** The next record, null where nothing changed. */
  public synchronized RouterRecord report() {
    if (!changed) {
      return null;
    }
    changed = false;
    RouterRecord.Builder record =
        RouterRecord.newBuilder()
            .setVersion(RecordCodec.VERSION)
            .setRecordEpoch(++epoch)
            .setRouter(router)
            .setBootId(router + "-" + startedMillis)
            .setSite(site)
            .setUrl("http://" + router)
            .putAllOpenSessions(sessions)
            .setStartedMillis(startedMillis);
    routes.forEach((service, route) -> record.putAppliedRoutes(service, route.getRecordEpoch()));
    return record.build();
  }

  public String boot() {
    return router + "-" + startedMillis;
  }
}
