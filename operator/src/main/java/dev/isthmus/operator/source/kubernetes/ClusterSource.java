package dev.isthmus.operator.source.kubernetes;

import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.site.Site;
import dev.isthmus.operator.source.ResourceSource;
import dev.isthmus.operator.status.Stories.Story;
import dev.isthmus.operator.workload.SiteRouters;
import dev.isthmus.operator.workload.WorkloadSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Resources of an API server. Reads come from the SDK's caches and never wait; writes are made
 * aside. A plan that the operator made counts as known at once, and as stored when the API server
 * has it.
 */
@ApplicationScoped
public class ClusterSource implements ResourceSource {

  private static final int WRITERS = 4;
  private static final Comparator<HasMetadata> BY_NAME =
      Comparator.comparing(
              (HasMetadata resource) -> resource.getMetadata().getNamespace(),
              Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(resource -> resource.getMetadata().getName());

  private final ScheduledExecutorService writers =
      Executors.newScheduledThreadPool(
          WRITERS,
          work -> {
            Thread thread = new Thread(work, "isthmus-writer");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<Class<?>, Watched<?, ?>> kinds = new LinkedHashMap<>();
  private final Map<Class<?>, List<HasMetadata>> sorted = new HashMap<>();
  private final OwnObjects own;
  private final SiteRouters routers;
  private final Events events;
  private volatile Runnable listener = () -> {};

  ClusterSource(KubernetesClient client, WorkloadSettings workloads) {
    routers = new SiteRouters(workloads);
    events = new Events(client, writers, Clock.systemUTC());
    own = new OwnObjects(client, writers, this::changed);
    watch(Site.class, Site::new);
    watch(InferenceNode.class, InferenceNode::new);
    watch(ModelPackage.class, ModelPackage::new);
    watch(CollaborativeInferenceService.class, CollaborativeInferenceService::new);
    watch(PlacementPlan.class, PlacementPlan::new);
  }

  private <S, R extends CustomResource<?, S>> void watch(Class<R> type, Supplier<R> blank) {
    kinds.put(type, new Watched<R, S>(blank, this::changed));
  }

  private void changed() {
    listener.run();
  }

  /**
   * @param to told, on any thread, that something may have changed
   */
  public void listen(Runnable to) {
    listener = to;
  }

  @SuppressWarnings("unchecked") // put there under its own type
  <S, R extends CustomResource<?, S>> Watched<R, S> watched(Class<R> type) {
    return (Watched<R, S>) kinds.get(type);
  }

  @Override
  public boolean refresh() {
    kinds.values().forEach(Watched::refresh);
    Set<String> uids = new HashSet<>();
    all().forEach(resource -> uids.add(resource.getMetadata().getUid()));
    own.settle(this::isThere, uids);
    sorted.clear();
    return true;
  }

  private Stream<? extends HasMetadata> all() {
    return kinds.values().stream().flatMap(kind -> kind.list().stream());
  }

  private boolean isThere(HasMetadata object) {
    return kinds
        .get(object.getClass())
        .find(object.getMetadata().getNamespace(), object.getMetadata().getName())
        .isPresent();
  }

  @Override
  public <R extends HasMetadata> List<R> list(Class<R> type) {
    return sorted.computeIfAbsent(type, this::read).stream().map(type::cast).toList();
  }

  private List<HasMetadata> read(Class<?> type) {
    Stream<? extends HasMetadata> stored =
        kinds.get(type).list().stream().filter(resource -> !own.isGoing(resource));
    Stream<HasMetadata> coming =
        own.coming().stream().filter(type::isInstance).filter(object -> !isThere(object));
    return Stream.<HasMetadata>concat(stored, coming).sorted(BY_NAME).toList();
  }

  @Override
  public <R extends HasMetadata> Optional<R> find(Class<R> type, String namespace, String name) {
    return kinds
        .get(type)
        .find(namespace, name)
        .filter(resource -> !own.isGoing(resource))
        .map(type::cast);
  }

  @Override
  public Optional<String> address(Site site) {
    return routers.address(site);
  }

  @Override
  public <S, R extends CustomResource<?, S>> boolean writeStatus(R resource, S status) {
    @SuppressWarnings("unchecked") // a resource's class is the key of its kind
    Watched<R, S> kind = (Watched<R, S>) kinds.get(resource.getClass());
    boolean differs = kind.want(resource, status);
    sorted.remove(resource.getClass());
    return differs;
  }

  @Override
  public void tell(HasMetadata about, Story story) {
    events.tell(about, story);
  }

  @Override
  public boolean make(HasMetadata object) {
    if (isThere(object)) {
      return false;
    }
    sorted.remove(object.getClass());
    return own.make(object);
  }

  @Override
  public boolean isStored(HasMetadata object) {
    return isThere(object);
  }

  @Override
  public void remove(HasMetadata object) {
    own.remove(object);
    sorted.remove(object.getClass());
  }

  @PreDestroy
  void stop() {
    writers.shutdownNow();
  }
}
