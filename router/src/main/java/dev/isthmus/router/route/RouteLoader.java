package dev.isthmus.router.route;

import dev.isthmus.protocol.v1.RouteRecord;
import dev.isthmus.router.worker.WorkerPath;
import dev.isthmus.router.worker.WorkerPaths;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Puts routes into force: a route serves once the model's words are here. What fails is tried again
 * until it works or a newer route comes. All of it happens on one thread.
 */
public final class RouteLoader {

  private static final Logger LOG = Logger.getLogger(RouteLoader.class);

  private final Surroundings surroundings;
  private final WorkerPaths paths;
  private final Routes routes;
  private final TextCache texts;
  private final TextReader reader;
  private final RouteStore store;
  private final ScheduledExecutorService thread;
  private final Duration retry;
  private final AppliedRoutes applied;
  private final Map<String, RouteRecord> latest = new HashMap<>();

  /** Told of each route that came into force, and of each that was withdrawn. */
  @FunctionalInterface
  public interface AppliedRoutes {
    void applied(String service, long recordEpoch);
  }

  /**
   * @param thread a single one
   * @param retry pause after a failure
   */
  public RouteLoader(
      Surroundings surroundings,
      WorkerPaths paths,
      Routes routes,
      TextCache texts,
      TextReader reader,
      RouteStore store,
      ScheduledExecutorService thread,
      Duration retry,
      AppliedRoutes applied) {
    this.surroundings = surroundings;
    this.paths = paths;
    this.routes = routes;
    this.texts = texts;
    this.reader = reader;
    this.store = store;
    this.thread = thread;
    this.retry = retry;
    this.applied = applied;
  }

  /** Begins with the routes that were in force when the router stopped. */
  public void start() {
    thread.execute(
        () -> {
          try {
            store.load().forEach(this::take);
          } catch (IOException e) {
            LOG.warnf("the last routes cannot be read, Kafka's are awaited: %s", e.getMessage());
          }
        });
  }

  /** A newer route of a service. */
  public void accept(RouteRecord record) {
    thread.execute(() -> take(record));
  }

  private void take(RouteRecord record) {
    latest.put(record.getService(), record);
    if (record.getWithdrawn()) {
      withdraw(record);
    } else {
      load(record);
    }
  }

  private void load(RouteRecord record) {
    if (latest.get(record.getService()) != record) {
      return;
    }
    Route route = new Route(record);
    try {
      routes.put(new Served(route, text(route)));
      store.save(record);
    } catch (IOException | RuntimeException e) {
      LOG.warnf(
          "route %d of %s is not in force yet: %s",
          record.getRecordEpoch(), record.getService(), e.getMessage());
      thread.schedule(() -> load(record), retry.toMillis(), TimeUnit.MILLISECONDS);
      return;
    }
    inForce(record);
  }

  private void withdraw(RouteRecord record) {
    routes.remove(record.getService());
    try {
      store.delete(record.getService());
    } catch (IOException e) {
      LOG.warnf("the route of %s cannot be deleted: %s", record.getService(), e.getMessage());
    }
    inForce(record);
  }

  private void inForce(RouteRecord record) {
    LOG.infof(
        "route %d of %s %s",
        record.getRecordEpoch(),
        record.getService(),
        record.getWithdrawn() ? "withdrawn" : "in force");
    paths.retain(
        routes.all().stream()
            .flatMap(served -> served.route().record().getWorkersList().stream())
            .map(surroundings::address)
            .collect(Collectors.toSet()));
    applied.applied(record.getService(), record.getRecordEpoch());
  }

  private ModelText text(Route route) throws IOException {
    RouteRecord record = route.record();
    Optional<Served> before =
        routes.all().stream()
            .filter(
                served ->
                    served.route().record().getTokenizerDigest().equals(record.getTokenizerDigest())
                        && served
                            .route()
                            .record()
                            .getTemplateDigest()
                            .equals(record.getTemplateDigest()))
            .findFirst();
    if (before.isPresent()) {
      return before.get().text();
    }
    List<WorkerPath> holders =
        Stream.concat(route.verifiers().stream(), route.drafters().stream())
            .map(surroundings::address)
            .map(paths::to)
            .toList();
    byte[] tokenizer = texts.get(record.getTokenizerDigest(), holders);
    return record.getTemplateDigest().isEmpty()
        ? reader.read(tokenizer, Optional.empty())
        : reader.read(tokenizer, Optional.of(texts.get(record.getTemplateDigest(), holders)));
  }
}
