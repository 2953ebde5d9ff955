package dev.isthmus.router.mode;

import dev.isthmus.planner.mode.ModeEconomics;
import dev.isthmus.protocol.v1.RouteWorker;
import dev.isthmus.router.route.Route;
import dev.isthmus.router.route.Surroundings;
import dev.isthmus.router.worker.WorkerPath;
import dev.isthmus.router.worker.WorkerPaths;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Decides how requests are decoded at this site, and by whom, from what this router measured.
 * Thread-safe.
 */
public final class Gate {

  private final Surroundings surroundings;
  private final WorkerPaths paths;
  private final ModeEconomics economics;
  private final LongSupplier nanos;
  private final Map<String, ServiceFigures> figures = new ConcurrentHashMap<>();

  /**
   * @param nanos a monotonic clock
   */
  public Gate(
      Surroundings surroundings, WorkerPaths paths, ModeEconomics economics, LongSupplier nanos) {
    this.surroundings = surroundings;
    this.paths = paths;
    this.economics = economics;
    this.nanos = nanos;
  }

  public ServiceFigures figures(Route route) {
    return figures.computeIfAbsent(route.service(), s -> new ServiceFigures(nanos));
  }

  /** The gate of one session. */
  public SessionGate open(Route route) {
    return new SessionGate(route, figures(route), economics, this);
  }

  /** Verifiers, best first: not about to go, in this site, with the fewest sessions from here. */
  public List<WorkerPath> verifiers(Route route) {
    // Loads change while others sort by them, so they are read once.
    Map<WorkerPath, Integer> load =
        route.verifiers().stream()
            .map(this::path)
            .distinct()
            .collect(Collectors.toMap(p -> p, WorkerPath::openStreams));
    return route.verifiers().stream()
        .sorted(
            Comparator.comparing(RouteWorker::getDraining)
                .thenComparing(w -> !w.getSite().equals(surroundings.site()))
                .thenComparing(w -> load.get(path(w)))
                .thenComparing(RouteWorker::getNode))
        .map(this::path)
        .toList();
  }

  /** The drafter nearest to this router that answers, if there is one. */
  public Optional<WorkerPath> drafter(Route route) {
    return route.drafters().stream()
        .filter(worker -> !worker.getDraining())
        .map(this::path)
        .filter(WorkerPath::isAnswering)
        .min(
            Comparator.comparing(
                    (WorkerPath path) -> !path.address().site().equals(surroundings.site()))
                .thenComparing(path -> path.roundTripMillis().orElse(Double.MAX_VALUE))
                .thenComparing(path -> path.address().node()));
  }

  private WorkerPath path(RouteWorker worker) {
    return paths.to(surroundings.address(worker));
  }
}
