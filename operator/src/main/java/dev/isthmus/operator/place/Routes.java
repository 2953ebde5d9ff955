package dev.isthmus.operator.place;

import dev.isthmus.crds.site.Site;
import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.observe.SiteKey;
import dev.isthmus.operator.plan.TextSites;
import dev.isthmus.operator.source.ResourceSource;
import dev.isthmus.protocol.v1.Profile;
import dev.isthmus.protocol.v1.RouteRecord;
import dev.isthmus.protocol.v1.RouteWorker;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which routes must be written: those that differ from the last ones, and withdrawals of services
 * that are gone.
 */
public final class Routes {

  private final ResourceSource source;

  public Routes(ResourceSource source) {
    this.source = source;
  }

  /** The records that must be written, without version and epoch, by where they belong. */
  public SortedMap<SiteKey, RouteRecord> changes(List<ServicePlan> services, Observed seen) {
    SortedMap<SiteKey, RouteRecord> changes = new TreeMap<>();
    Set<String> present = new HashSet<>();
    RouteForm form = new RouteForm(source, seen, ModelNames.of(services));
    for (ServicePlan service : services) {
      present.add(service.uid());
      form.route(service).ifPresent(route -> add(service, route, seen, changes));
    }
    withdraw(present, seen, changes);
    return changes;
  }

  private void add(
      ServicePlan service, RouteRecord route, Observed seen, Map<SiteKey, RouteRecord> changes) {
    for (Site site : source.list(Site.class)) {
      SiteKey key = new SiteKey(site.getMetadata().getName(), route.getService());
      RouteRecord last = seen.routes().get(key);
      if (TextSites.mayRead(site, service.service())) {
        if (differs(route, last)) {
          changes.put(key, route);
        }
      } else if (last != null && !last.getWithdrawn()) {
        changes.put(key, withdrawn(last));
      }
    }
  }

  private static void withdraw(
      Set<String> present, Observed seen, Map<SiteKey, RouteRecord> changes) {
    seen.routes()
        .forEach(
            (key, route) -> {
              if (!route.getWithdrawn()
                  && !present.contains(route.getServiceUid())
                  && !changes.containsKey(key)) {
                changes.put(key, withdrawn(route));
              }
            });
  }

  private static RouteRecord withdrawn(RouteRecord route) {
    return RouteRecord.newBuilder()
        .setService(route.getService())
        .setServiceUid(route.getServiceUid())
        .setPlanEpoch(route.getPlanEpoch())
        .setWithdrawn(true)
        .build();
  }

  private static boolean differs(RouteRecord route, RouteRecord last) {
    return last == null || !bare(route, last).equals(bare(last, route));
  }

  /**
   * Without what changes at every measurement: a profile is a prior, and is sent again only where
   * there was none.
   */
  private static RouteRecord bare(RouteRecord route, RouteRecord other) {
    RouteRecord.Builder bare = route.toBuilder().clearVersion().clearRecordEpoch();
    for (int i = 0; i < bare.getWorkersCount(); i++) {
      RouteWorker worker = bare.getWorkers(i);
      Optional<Profile> theirs =
          other.getWorkersList().stream()
              .filter(candidate -> isSameRole(candidate, worker))
              .map(RouteWorker::getProfile)
              .findFirst();
      boolean both =
          worker.getProfile().getStepsCount() > 0
              && theirs.isPresent()
              && theirs.get().getStepsCount() > 0;
      if (both) {
        bare.setWorkers(i, worker.toBuilder().clearProfile());
      }
    }
    return bare.build();
  }

  private static boolean isSameRole(RouteWorker one, RouteWorker other) {
    return one.getNode().equals(other.getNode()) && one.getRole() == other.getRole();
  }
}
