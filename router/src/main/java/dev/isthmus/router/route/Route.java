package dev.isthmus.router.route;

import dev.isthmus.protocol.v1.Goal;
import dev.isthmus.protocol.v1.OfflineMode;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RouteRecord;
import dev.isthmus.protocol.v1.RouteWorker;
import java.time.Duration;
import java.util.List;

/** Who serves a service, as its last route says. */
public record Route(RouteRecord record) {

  private static final Duration OFFLINE_AFTER = Duration.ofSeconds(30);

  /** namespace/name. */
  public String service() {
    return record.getService();
  }

  /** The name that clients ask for. */
  public String model() {
    return record.getModel().isEmpty()
        ? service().substring(service().indexOf('/') + 1)
        : record.getModel();
  }

  public List<RouteWorker> verifiers() {
    return workers(Role.ROLE_VERIFIER);
  }

  public List<RouteWorker> drafters() {
    return workers(Role.ROLE_DRAFTER);
  }

  public dev.isthmus.planner.mode.Goal goal() {
    return record.getSpeculation().getGoal() == Goal.CAPACITY
        ? dev.isthmus.planner.mode.Goal.CAPACITY
        : dev.isthmus.planner.mode.Goal.LATENCY;
  }

  /** How long a running stream waits for a verifier. */
  public Duration offlineAfter() {
    long millis = record.getOffline().getAfterMillis();
    return millis > 0 ? Duration.ofMillis(millis) : OFFLINE_AFTER;
  }

  /** What a new request gets where no verifier can be reached. */
  public OfflineMode offline() {
    return record.getOffline().getMode();
  }

  private List<RouteWorker> workers(Role role) {
    return record.getWorkersList().stream().filter(w -> w.getRole() == role).toList();
  }
}
