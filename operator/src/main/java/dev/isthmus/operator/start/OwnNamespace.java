package dev.isthmus.operator.start;

import io.fabric8.kubernetes.client.Config;
import io.quarkus.kubernetes.client.KubernetesConfigCustomizer;
import jakarta.inject.Singleton;

/**
 * A kubeconfig whose context names no namespace means the one named default, as with kubectl. The
 * client would have none, and the SDK could not say where workloads and the lease are.
 */
@Singleton
final class OwnNamespace implements KubernetesConfigCustomizer {

  private static final String DEFAULT = "default";

  @Override
  public void customize(Config config) {
    if (config.getNamespace() == null) {
      config.setNamespace(DEFAULT);
    }
  }
}
