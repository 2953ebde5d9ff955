package dev.isthmus.operator.start;

import io.fabric8.kubernetes.client.Config;
import io.quarkus.kubernetes.client.KubernetesConfigCustomizer;
import jakarta.inject.Singleton;
import java.util.Objects;

/**
 * The client's namespace: the one of our settings, for Quarkus takes its own when it is built. A
 * kubeconfig whose context names none means the one named default, as with kubectl; the SDK could
 * not say otherwise where workloads and the lease are.
 */
@Singleton
final class OwnNamespace implements KubernetesConfigCustomizer {

  private static final String DEFAULT = "default";

  private final OperatorSettings settings;

  OwnNamespace(OperatorSettings settings) {
    this.settings = settings;
  }

  @Override
  public void customize(Config config) {
    config.setNamespace(
        settings
            .namespace()
            .orElseGet(() -> Objects.requireNonNullElse(config.getNamespace(), DEFAULT)));
  }
}
