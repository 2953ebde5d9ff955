package dev.isthmus.k8s.standin;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** The node as the API server knows it: there, ready, and alive by its lease. */
final class NodeLife {

  private static final String NAME = "stand-in";
  private static final String LEASES = "kube-node-lease";
  private static final Duration BEAT = Duration.ofSeconds(5);

  private final KubernetesClient client;
  private final Clock clock;
  private Instant beaten = Instant.EPOCH;

  NodeLife(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
    Node node =
        new NodeBuilder()
            .withNewMetadata()
            .withName(NAME)
            .endMetadata()
            .withNewStatus()
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .withReason("ProcessesRun")
            .withLastHeartbeatTime(clock.instant().toString())
            .withLastTransitionTime(clock.instant().toString())
            .endCondition()
            .endStatus()
            .build();
    client.resource(node).create();
    client.resource(node).updateStatus();
  }

  /** Gives a pod to this node. */
  void bind(Pod pod) {
    client
        .resource(
            new BindingBuilder()
                .withNewMetadata()
                .withName(pod.getMetadata().getName())
                .withNamespace(pod.getMetadata().getNamespace())
                .endMetadata()
                .withNewTarget()
                .withKind("Node")
                .withName(NAME)
                .endTarget()
                .build())
        .create();
  }

  /** Says now and then that the node is alive. */
  void beat() {
    Instant now = clock.instant();
    if (Duration.between(beaten, now).compareTo(BEAT) < 0) {
      return;
    }
    client
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(LEASES)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(NAME)
                .withLeaseDurationSeconds(40)
                .withRenewTime(ZonedDateTime.ofInstant(now, ZoneOffset.UTC))
                .endSpec()
                .build())
        .forceConflicts()
        .serverSideApply();
    beaten = now;
  }
}
