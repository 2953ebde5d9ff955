package dev.isthmus.operator.source.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * One kind of resource. The control loop reads a snapshot of the SDK's cache and says which status
 * a resource should have; the SDK's own threads write it, again and again where that fails. What
 * the loop wants and what the API server has not taken yet stands in the snapshot already, so that
 * the loop never decides on what it has overtaken.
 */
final class Watched<R extends CustomResource<?, S>, S> {

  private final Supplier<R> blank;
  private final Runnable changed;
  private final SimpleInboundEventSource<R> due = new SimpleInboundEventSource<>("status-due");
  private final Map<ResourceID, Wanted<S>> wanted = new ConcurrentHashMap<>();
  private volatile IndexerResourceCache<R> cache;
  private Map<ResourceID, R> snapshot = Map.of();

  private record Wanted<S>(String uid, S status) {
    boolean isFor(HasMetadata resource) {
      return uid.equals(resource.getMetadata().getUid());
    }
  }

  /**
   * @param blank makes a resource of the kind
   * @param changed told that something may have changed
   */
  Watched(Supplier<R> blank, Runnable changed) {
    this.blank = blank;
    this.changed = changed;
  }

  /** Called by the SDK, once, before it starts. */
  List<EventSource<?, R>> eventSources(EventSourceContext<R> context) {
    cache = context.getPrimaryCache();
    return List.of(due);
  }

  /** Called by the SDK, for whatever happened to the resource. */
  UpdateControl<R> reconcile(R resource) {
    changed.run();
    return Optional.ofNullable(wanted.get(ResourceID.fromResource(resource)))
        .filter(next -> next.isFor(resource))
        .filter(next -> !Objects.equals(next.status(), resource.getStatus()))
        .map(next -> UpdateControl.patchStatus(withStatus(resource, next.status())))
        .orElseGet(UpdateControl::noUpdate);
  }

  /** Only what server-side apply needs; the uid keeps it from one that was made anew. */
  private R withStatus(R resource, S status) {
    R next = blank.get();
    next.setMetadata(
        new ObjectMetaBuilder()
            .withName(resource.getMetadata().getName())
            .withNamespace(resource.getMetadata().getNamespace())
            .withUid(resource.getMetadata().getUid())
            .build());
    next.setStatus(status);
    return next;
  }

  /** Whether the SDK was started with this kind. */
  boolean isWatched() {
    return cache != null;
  }

  /** Takes the cache's content in. */
  void refresh() {
    Map<ResourceID, R> next = new HashMap<>();
    cache.list().forEach(resource -> next.put(ResourceID.fromResource(resource), seen(resource)));
    wanted.keySet().retainAll(next.keySet());
    snapshot = next;
  }

  private R seen(R resource) {
    ResourceID id = ResourceID.fromResource(resource);
    Wanted<S> next = wanted.get(id);
    if (next == null) {
      return resource;
    }
    if (!next.isFor(resource) || Objects.equals(next.status(), resource.getStatus())) {
      wanted.remove(id, next);
      return resource;
    }
    return overtaken(resource, next.status());
  }

  @SuppressWarnings("unchecked") // the spec is the resource's own
  private <P> R overtaken(R resource, S status) {
    R next = blank.get();
    next.setMetadata(resource.getMetadata());
    ((CustomResource<P, S>) next).setSpec((P) resource.getSpec());
    next.setStatus(status);
    return next;
  }

  Collection<R> list() {
    return snapshot.values();
  }

  Optional<R> find(String namespace, String name) {
    return Optional.ofNullable(snapshot.get(new ResourceID(name, namespace)));
  }

  /**
   * From now on the resource should have this status.
   *
   * @return false where it has it already, or is gone
   */
  boolean want(R resource, S status) {
    ResourceID id = ResourceID.fromResource(resource);
    R present = snapshot.get(id);
    if (present == null
        || !present.getMetadata().getUid().equals(resource.getMetadata().getUid())
        || Objects.equals(present.getStatus(), status)) {
      return false;
    }
    wanted.put(id, new Wanted<>(present.getMetadata().getUid(), status));
    snapshot.put(id, overtaken(present, status));
    due.propagateEvent(id);
    return true;
  }
}
