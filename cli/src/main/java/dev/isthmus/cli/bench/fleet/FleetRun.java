package dev.isthmus.cli.bench.fleet;

import dev.isthmus.cli.bench.Exposed;
import dev.isthmus.cli.bench.Resident;
import dev.isthmus.cli.bench.Statistics;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Patience;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.local.simulate.SimulatedFleet;
import dev.isthmus.local.stack.ControlPlane;
import dev.isthmus.protocol.topics.SiteTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One run over a control plane that was just started. */
final class FleetRun {

  /** A verifier and a drafter. */
  private static final int ROLES = 2;

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final long QUIET_MILLIS = 5_000;
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final int MEBI = 1 << 20;

  private final ControlPlane plane;
  private final SimulatedFleet fleet;
  private final FleetSource source;
  private final FleetManifests manifests;
  private final Assigned assigned;
  private final Resident resident;
  private final Screen screen;
  private final Patience patience;

  /**
   * @param fleet whose assignments {@code assigned} hears of
   */
  FleetRun(
      ControlPlane plane,
      SimulatedFleet fleet,
      FleetManifests manifests,
      Assigned assigned,
      Resident resident,
      Screen screen,
      Patience patience) {
    this.plane = plane;
    this.fleet = fleet;
    this.source = manifests.source();
    this.manifests = manifests;
    this.assigned = assigned;
    this.resident = resident;
    this.screen = screen;
    this.patience = patience;
  }

  /**
   * @param nodes for the record
   * @param changes one a second
   * @param rounds of everyone's heartbeats that are sent at once
   */
  FleetFigures measure(int nodes, int changes, int rounds) throws InterruptedException {
    double first = firstPlacement();
    settle("the statuses of the first placement");
    List<Double> latencies = changes(changes);
    settle("the statuses of the changes");
    Writes before = source.writes();
    long sending = now();
    screen.passing("an hour's heartbeats, %d of each".formatted(rounds));
    double read = heartbeats();
    long beats = fleet.beatNow(rounds);
    await("the operator to read %d heartbeats".formatted(beats), () -> hasRead(read + beats));
    double beatMillis = millisSince(sending);
    settle("heartbeats");
    long writes = source.writes().since(before);
    long restartRoles = fleet.written(SiteTopic.ASSIGNMENTS);
    double restart = restart(changes);
    return new FleetFigures(
        nodes,
        manifests.sites(),
        manifests.services(),
        first,
        Statistics.quantile(latencies, 0.5),
        Statistics.quantile(latencies, 0.99),
        Statistics.quantile(latencies, 1),
        latencies.size(),
        beats,
        writes,
        beatMillis,
        restart,
        Math.max(0, fleet.written(SiteTopic.ASSIGNMENTS) - restartRoles - 1),
        resident.peaks().getOrDefault("operator", 0L) / MEBI);
  }

  private double firstPlacement() throws InterruptedException {
    long began = now();
    int done = 0;
    for (String service : manifests.serviceKeys()) {
      screen.passing("placed %d of %d services".formatted(done++, manifests.services()));
      require(
          assigned.await(service, ROLES, LIMIT.toNanos()) >= 0,
          "the first placement of " + service);
    }
    return millisSince(began);
  }

  /** One service after the other gets a second verifier. */
  private List<Double> changes(int count) throws InterruptedException {
    List<Double> latencies = new ArrayList<>();
    List<Change> open = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      long due = now() + TimeUnit.SECONDS.toNanos(1);
      screen.passing("change %d of %d, one a second".formatted(n + 1, count));
      manifests.service(n, 2);
      open.add(new Change(manifests.serviceKeys().get(n), now()));
      patience.pause().pause(Duration.ofNanos(Math.max(0, due - now())));
    }
    for (Change change : open) {
      long reached = assigned.await(change.service, ROLES + 1, LIMIT.toNanos());
      require(reached >= 0, "the change of " + change.service);
      latencies.add((reached - change.written) / 1e6);
    }
    return latencies;
  }

  private record Change(String service, long written) {}

  /** The operator is killed, a service is changed, and the operator started again. */
  private double restart(int n) throws InterruptedException {
    screen.passing("killing the operator and starting it again");
    plane.operator().kill();
    plane.operator().awaitEnd(LIMIT);
    manifests.service(n, 2);
    long began = now();
    plane.operator().start();
    String service = manifests.serviceKeys().get(n);
    long reached = assigned.await(service, ROLES + 1, LIMIT.toNanos());
    require(reached >= 0, "the change that waited for the operator");
    settle("what a restart may bring");
    return (reached - began) / 1e6;
  }

  /** Waits until every service is ready and nothing has been written for a while. */
  private void settle(String what) throws InterruptedException {
    await("every service to be ready again after " + what, this::allReady);
    Writes last = source.writes();
    long still = now();
    long end = still + LIMIT.toNanos();
    while (millisSince(still) < QUIET_MILLIS) {
      patience.pause().pause(LOOK);
      Writes now = source.writes();
      if (now.since(last) > 0) {
        last = now;
        still = now();
      }
      if (now() > end) {
        throw new CliException("the operator does not come to rest after " + what);
      }
    }
  }

  private double heartbeats() throws InterruptedException {
    return Exposed.by(plane.operatorAddress())
        .sums("isthmus_operator_records_total", "topic")
        .getOrDefault(SiteTopic.HEARTBEATS.suffix(), 0.0);
  }

  private boolean hasRead(double count) {
    try {
      return heartbeats() >= count;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean allReady() {
    return source.services().stream().filter(FleetRun::isPlaced).count() == manifests.services();
  }

  private static boolean isPlaced(CollaborativeInferenceService service) {
    return service.getStatus() != null
        && service.getMetadata().getGeneration().equals(service.getStatus().observedGeneration())
        && service.getStatus().condition("Placed").filter(placed -> placed.holds()).isPresent();
  }

  private void await(String what, BooleanSupplier holds) throws InterruptedException {
    require(patience.until(holds, LOOK, LIMIT), what);
  }

  private void require(boolean reached, String what) {
    if (!reached) {
      throw new CliException(
          "waited %d minutes for %s; the operator's log is %s"
              .formatted(LIMIT.toMinutes(), what, plane.instance().log("operator")));
    }
  }

  private long now() {
    return patience.nanos().getAsLong();
  }

  private double millisSince(long began) {
    return (now() - began) / 1e6;
  }
}
