package dev.isthmus.router.route;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The services that this router can answer for now. Thread-safe. */
public final class Routes {

  private final Map<String, Served> byService = new ConcurrentHashMap<>();

  void put(Served served) {
    byService.put(served.route().service(), served);
  }

  void remove(String service) {
    byService.remove(service);
  }

  public boolean isEmpty() {
    return byService.isEmpty();
  }

  public List<Served> all() {
    return byService.values().stream()
        .sorted(java.util.Comparator.comparing((Served served) -> served.route().service()))
        .toList();
  }

  /** The route in force of a service, or the one given where it has none any more. */
  public Route current(Route before) {
    Served served = byService.get(before.service());
    return served == null ? before : served.route();
  }

  /**
   * By the name that clients use: the service's, or namespace/name, which alone helps where two
   * services share a name.
   */
  public Optional<Served> find(String model) {
    Served exact = byService.get(model);
    if (exact != null) {
      return Optional.of(exact);
    }
    List<Served> named = all().stream().filter(s -> s.route().model().equals(model)).toList();
    return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
  }

  /** What clients may ask for. */
  public List<String> modelIds() {
    return all().stream().map(this::modelId).toList();
  }

  /** The name of a service at the API. */
  public String modelId(Served served) {
    String model = served.route().model();
    boolean alone = all().stream().filter(s -> s.route().model().equals(model)).count() == 1;
    return alone ? model : served.route().service();
  }
}
