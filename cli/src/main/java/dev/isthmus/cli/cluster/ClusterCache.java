package dev.isthmus.cli.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Our resources of all namespaces of a cluster, kept as they are there by watches. */
public final class ClusterCache implements AutoCloseable {

  private final Map<Class<?>, SharedIndexInformer<? extends HasMetadata>> informers =
      new LinkedHashMap<>();

  /**
   * Reads all once, and follows from then on.
   *
   * @throws dev.isthmus.cli.terminal.CliException where the cluster does not answer, forbids it, or
   *     lacks the definitions
   */
  public ClusterCache(Cluster cluster) {
    for (Class<? extends HasMetadata> kind : Cluster.KINDS) {
      try {
        informers.put(kind, cluster.client().resources(kind).inAnyNamespace().inform());
      } catch (KubernetesClientException e) {
        close();
        throw cluster.refusal(kind, e);
      }
    }
  }

  /** Those of a kind. */
  public <R extends HasMetadata> List<R> list(Class<R> kind) {
    return informers.get(kind).getStore().list().stream().map(kind::cast).toList();
  }

  /** Those of all kinds. */
  public List<HasMetadata> all() {
    List<HasMetadata> all = new ArrayList<>();
    informers.values().forEach(informer -> all.addAll(informer.getStore().list()));
    return all;
  }

  @Override
  public void close() {
    informers.values().forEach(SharedIndexInformer::close);
  }
}
