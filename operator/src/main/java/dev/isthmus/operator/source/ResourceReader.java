package dev.isthmus.operator.source;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;

/** Resources to read: what deciding needs, and all that it may do. */
public interface ResourceReader {

  /** All resources of a type that passed schema, defaults and rules, by namespace and name. */
  <R extends HasMetadata> List<R> list(Class<R> type);

  /**
   * One resource.
   *
   * @param namespace null for resources of cluster scope
   */
  <R extends HasMetadata> Optional<R> find(Class<R> type, String namespace, String name);
}
