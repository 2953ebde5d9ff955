package dev.isthmus.operator.workload;

import java.util.List;
import java.util.Optional;

/**
 * What every pod of a site is made of.
 *
 * @param namespace the operator's own, where the pods are
 * @param agentImage image of agents
 * @param routerImage image of routers
 * @param pullPolicy Always, IfNotPresent or Never
 * @param serviceAccount of agents and routers; empty: the namespace's default one
 * @param configMap whose keys are variables of every agent and router
 * @param pullSecrets names of Secrets by which images are pulled
 * @param brokerAuthority Secret with the certificate of the broker's authority; empty: the
 *     machine's authorities, or one in the ConfigMap
 * @param tls whether gRPC is mutual TLS, by the certificate in the Secret {@code
 *     isthmus-site-<site>-tls}
 */
public record WorkloadSettings(
    String namespace,
    String agentImage,
    String routerImage,
    String pullPolicy,
    Optional<String> serviceAccount,
    Optional<String> configMap,
    List<String> pullSecrets,
    Optional<SecretKey> brokerAuthority,
    boolean tls) {

  public WorkloadSettings {
    pullSecrets = List.copyOf(pullSecrets);
  }

  /** One entry of a Secret. */
  public record SecretKey(String secret, String key) {}
}
