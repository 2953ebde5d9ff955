package dev.isthmus.testkit.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeClusterIT {

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: still, namespace: default}
      spec:
        containers:
        - name: still
          image: isthmus.dev/pause:1
          imagePullPolicy: Never
          securityContext:
            runAsUser: 10001
            runAsNonRoot: true
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: {drop: [ALL]}
            seccompProfile: {type: RuntimeDefault}
      """;

  @TempDir static Path folder;

  @Test
  void aRestrictedPodRunsAndNothingIsLeftAfterwards() {
    Optional<String> obstacle = KubeCluster.obstacle();
    assumeTrue(obstacle.isEmpty(), () -> "no cluster on this machine: " + obstacle.orElseThrow());
    try (KubeCluster cluster = KubeCluster.start(folder);
        KubernetesClient client = cluster.client()) {
      Pod pod = Serialization.unmarshal(POD, Pod.class);
      client
          .serviceAccounts()
          .inNamespace("default")
          .withName("default")
          .waitUntilCondition(account -> account != null, 180, TimeUnit.SECONDS);
      client.resource(pod).create();
      client.resource(pod).waitUntilReady(240, TimeUnit.SECONDS);
    }
    assertThat(
            ProcessHandle.allProcesses().flatMap(process -> process.info().commandLine().stream()))
        .noneMatch(command -> command.contains(folder.toString()));
  }
}
