package dev.isthmus.operator.source.folder;

import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.node.NodeSpec;
import dev.isthmus.crds.schema.CrdFiles;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The resources as an API server would hold them, in memory and in the state folder. */
final class Held {

  /** Names the manifest file that a resource came from; what has none is the operator's own. */
  private static final String MANIFEST = "isthmus.dev/manifest";

  private final StateFolder state;
  private final Clock clock;
  private final Supplier<String> uids;
  private final Map<Key, CustomResource<?, ?>> resources = new TreeMap<>();

  /** What a resource is found by. */
  record Key(Class<? extends HasMetadata> type, String namespace, String name)
      implements Comparable<Key> {

    private static final Comparator<Key> ORDER =
        Comparator.comparing((Key key) -> key.type().getName())
            .thenComparing(Key::namespace, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Key::name);

    static Key of(HasMetadata resource) {
      return new Key(
          resource.getClass(),
          resource.getMetadata().getNamespace(),
          resource.getMetadata().getName());
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  Held(StateFolder state, Clock clock, Supplier<String> uids) {
    this.state = state;
    this.clock = clock;
    this.uids = uids;
    for (Class<? extends HasMetadata> type : CrdFiles.RESOURCES) {
      state
          .list(type)
          .forEach(resource -> resources.put(Key.of(resource), (CustomResource<?, ?>) resource));
    }
  }

  static boolean isNamespaced(Class<? extends HasMetadata> type) {
    return Namespaced.class.isAssignableFrom(type);
  }

  <R extends HasMetadata> List<R> list(Class<R> type) {
    return resources.values().stream().filter(type::isInstance).map(type::cast).toList();
  }

  Optional<HasMetadata> find(Key key) {
    return Optional.ofNullable(resources.get(key));
  }

  /** A resource as the person wants it; its generation rises where its spec changed. */
  void takeManifested(HasMetadata wanted, String file) {
    CustomResource<?, ?> old = resources.get(Key.of(wanted));
    CustomResource<?, ?> next = (CustomResource<?, ?>) wanted;
    ObjectMeta given = next.getMetadata();
    given.setAnnotations(
        new TreeMap<>(Objects.requireNonNullElse(given.getAnnotations(), Map.of())));
    given.getAnnotations().put(MANIFEST, file);
    if (old == null) {
      next.setMetadata(born(given));
    } else {
      boolean changed = !Objects.equals(old.getSpec(), next.getSpec());
      next.setMetadata(
          new ObjectMetaBuilder(given)
              .withUid(old.getMetadata().getUid())
              .withCreationTimestamp(old.getMetadata().getCreationTimestamp())
              .withGeneration(old.getMetadata().getGeneration() + (changed ? 1 : 0))
              .build());
      keepStatus(old, next);
    }
    if (old == null || !old.getMetadata().equals(next.getMetadata())) {
      put(next);
    }
  }

  /**
   * Takes away what no manifest names any more.
   *
   * @param files whose resources stay, since the files could not be read
   */
  void dropManifestedExcept(Set<Key> present, Set<String> files) {
    for (CustomResource<?, ?> resource : List.copyOf(resources.values())) {
      String file = manifest(resource);
      if (file != null && !files.contains(file) && !present.contains(Key.of(resource))) {
        if (resource instanceof InferenceNode node) {
          disown(node);
        } else {
          remove(Key.of(resource));
        }
      }
    }
  }

  /** The node exists by itself; only what the person said of it is gone. */
  private void disown(InferenceNode node) {
    InferenceNode next = Serialization.clone(node);
    next.getMetadata().getAnnotations().remove(MANIFEST);
    next.getMetadata().setGeneration(node.getMetadata().getGeneration() + 1);
    next.setSpec(new NodeSpec(false));
    put(next);
  }

  <S, R extends CustomResource<?, S>> boolean writeStatus(R resource, S status) {
    CustomResource<?, ?> present = resources.get(Key.of(resource));
    if (present == null
        || !Objects.equals(present.getMetadata().getUid(), resource.getMetadata().getUid())
        || Objects.equals(present.getStatus(), status)) {
      return false;
    }
    @SuppressWarnings("unchecked") // same key, so same class
    CustomResource<?, S> next = (CustomResource<?, S>) Serialization.clone(present);
    next.setStatus(status);
    put(next);
    return true;
  }

  boolean make(HasMetadata own) {
    if (resources.containsKey(Key.of(own))) {
      return false;
    }
    CustomResource<?, ?> next = (CustomResource<?, ?>) Serialization.clone(own);
    next.setMetadata(born(next.getMetadata()));
    put(next);
    return true;
  }

  void remove(Key key) {
    CustomResource<?, ?> removed = resources.remove(key);
    if (removed != null) {
      state.delete(removed);
    }
  }

  private void put(CustomResource<?, ?> resource) {
    resources.put(Key.of(resource), resource);
    state.write(resource);
  }

  private ObjectMeta born(ObjectMeta given) {
    return new ObjectMetaBuilder(given)
        .withUid(uids.get())
        .withGeneration(1L)
        .withCreationTimestamp(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
        .build();
  }

  private static String manifest(HasMetadata resource) {
    Map<String, String> annotations = resource.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(MANIFEST);
  }

  @SuppressWarnings("unchecked") // same key, so same class
  private static <S> void keepStatus(CustomResource<?, ?> old, CustomResource<?, S> next) {
    next.setStatus((S) old.getStatus());
  }
}
