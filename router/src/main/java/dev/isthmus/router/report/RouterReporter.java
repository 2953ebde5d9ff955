package dev.isthmus.router.report;

import dev.isthmus.planner.mode.ModeDecision;
import dev.isthmus.protocol.records.LogReset;
import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.v1.Heartbeat;
import dev.isthmus.protocol.v1.MeasuredLink;
import dev.isthmus.protocol.v1.RouterRecord;
import dev.isthmus.protocol.v1.ServiceUse;
import dev.isthmus.router.mode.Gate;
import dev.isthmus.router.route.Routes;
import dev.isthmus.router.route.Served;
import dev.isthmus.router.speculate.ModelSeat;
import dev.isthmus.router.worker.WorkerPath;
import dev.isthmus.router.worker.WorkerPaths;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the operator what this router applied, measured and has open; again where the broker has
 * not taken it, or has lost it.
 */
public final class RouterReporter {

  private final RouterIdentity identity;
  private final WorkerPaths paths;
  private final Routes routes;
  private final Gate gate;
  private final UseCounts uses;
  private final Clock clock;
  private final RecordSink routers;
  private final RecordSink heartbeats;
  private final Map<String, Long> applied = new ConcurrentHashMap<>();
  private final LogReset log = new LogReset();
  private RouterRecord last = RouterRecord.getDefaultInstance();
  private long epoch;
  private boolean leaving;

  /**
   * Who this router is.
   *
   * @param bootId new at every start of the process
   * @param url base URL of its API
   */
  public record RouterIdentity(
      String router, String site, String bootId, String url, long startedMillis) {}

  public RouterReporter(
      RouterIdentity identity,
      WorkerPaths paths,
      Routes routes,
      Gate gate,
      UseCounts uses,
      Clock clock,
      RecordSink routers,
      RecordSink heartbeats) {
    this.identity = identity;
    this.paths = paths;
    this.routes = routes;
    this.gate = gate;
    this.uses = uses;
    this.clock = clock;
    this.routers = routers;
    this.heartbeats = heartbeats;
    this.epoch = clock.millis();
  }

  public void applied(String service, long recordEpoch) {
    applied.put(service, recordEpoch);
    report();
  }

  /** Called when it stops. */
  public synchronized void leaving() {
    leaving = true;
    report();
  }

  /** Every 5 s. */
  public void beat() {
    heartbeats
        .send(
            identity.router(),
            Heartbeat.newBuilder()
                .setVersion(RecordCodec.VERSION)
                .setName(identity.router())
                .setBootId(identity.bootId())
                .build()
                .toByteArray())
        .thenAccept(
            offset -> {
              if (log.noticed(offset)) {
                forget();
              }
            });
  }

  /** Sends the record where something in it changed. */
  public synchronized void report() {
    RouterRecord now = record();
    if (RouterChange.isWorthTelling(last, now)) {
      last = now;
      routers
          .send(identity.router(), now.toBuilder().setRecordEpoch(++epoch).build().toByteArray())
          .exceptionally(
              failure -> {
                forget();
                return null;
              });
    }
  }

  /** What was told last counts as not told: the next report says it. */
  private synchronized void forget() {
    last = RouterRecord.getDefaultInstance();
  }

  private RouterRecord record() {
    RouterRecord.Builder record =
        RouterRecord.newBuilder()
            .setVersion(RecordCodec.VERSION)
            .setRouter(identity.router())
            .setBootId(identity.bootId())
            .setSite(identity.site())
            .setUrl(identity.url())
            .putAllAppliedRoutes(applied)
            .setStartedMillis(identity.startedMillis())
            .setLeaving(leaving);
    Map<String, Double> trips = new TreeMap<>();
    for (WorkerPath path : paths.all()) {
      record.putOpenSessions(
          path.address().node(),
          record.getOpenSessionsOrDefault(path.address().node(), 0) + path.openStreams());
      path.roundTripMillis()
          .ifPresent(millis -> trips.merge(path.address().site(), millis, Math::min));
    }
    trips.forEach(
        (site, millis) ->
            record.addLinks(MeasuredLink.newBuilder().setSite(site).setRttMillis(millis)));
    routes.all().forEach(served -> record.addServices(use(served)));
    return record.build();
  }

  private ServiceUse use(Served served) {
    String service = served.route().service();
    ModeDecision decision = gate.open(served.route()).decide(Optional.empty());
    return uses.of(service)
        .orElseGet(() -> ServiceUse.newBuilder().setService(service))
        .setMode(decision.mode().word())
        .setReason(decision.reason())
        .setAcceptanceRate(gate.figures(served.route()).acceptance(ModelSeat.NAME))
        .build();
  }
}
