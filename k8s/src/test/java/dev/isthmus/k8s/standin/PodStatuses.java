package dev.isthmus.k8s.standin;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** The status of a pod whose process runs, as a kubelet writes it. */
record PodStatuses(Clock clock) {

  private static final List<String> ALWAYS = List.of("PodScheduled", "Initialized");
  private static final List<String> WHEN_READY = List.of("ContainersReady", "Ready");

  /** Whether it says so already. */
  static boolean says(Pod pod, boolean ready) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(
            it -> it.getType().equals("Ready") && it.getStatus().equals(ready ? "True" : "False"));
  }

  Pod running(Pod pod, String address, boolean ready) {
    String now = clock.instant().toString();
    Container container = pod.getSpec().getContainers().get(0);
    return new PodBuilder(pod)
        .withNewStatus()
        .withPhase("Running")
        .withPodIP(address)
        .addNewPodIP(address)
        .withStartTime(pod.getMetadata().getCreationTimestamp())
        .withConditions(
            Stream.concat(
                    ALWAYS.stream().map(type -> condition(type, true, now)),
                    WHEN_READY.stream().map(type -> condition(type, ready, now)))
                .toList())
        .addNewContainerStatus()
        .withName(container.getName())
        .withImage(container.getImage())
        .withImageID(container.getImage())
        .withReady(ready)
        .withStarted(true)
        .withRestartCount(0)
        .withNewState()
        .withNewRunning()
        .withStartedAt(now)
        .endRunning()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static PodCondition condition(String type, boolean holds, String now) {
    return new PodConditionBuilder()
        .withType(type)
        .withStatus(holds ? "True" : "False")
        .withLastTransitionTime(now)
        .build();
  }
}
