package dev.isthmus.crds.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanSizeTest {

  private static final int LAYERS = 94;
  private static final int REPLICAS = 2;
  private static final int REJECTED = 64;

  private static final String ROLE =
      """
      {"id": "%s", "role": "Stage", "node": "%s", "site": "%s", "modelDigest": "sha256:%s", "precision": "Int4",
       "weightBytes": %d, "kvBytes": %d, "firstLayer": %d, "lastLayer": %d}""";

  /** A plan is one object of etcd, which takes 1.5 MiB and is happier with much less. */
  @Test
  void everyLayerOnANodeOfItsOwnTwiceWithEveryAlternativeExplainedStaysUnder256KiB() {
    String roles =
        IntStream.range(0, LAYERS * REPLICAS)
            .mapToObj(PlanSizeTest::role)
            .collect(Collectors.joining(","));
    String rejected =
        IntStream.range(0, REJECTED)
            .mapToObj(i -> "{\"what\": \"%s\", \"why\": \"%s\"}".formatted(text(256), text(1024)))
            .collect(Collectors.joining(","));
    PlacementPlan plan =
        Serialization.unmarshal(
            """
            {"apiVersion": "isthmus.dev/v1alpha1", "kind": "PlacementPlan", "metadata": {"name": "%s"},
             "spec": {"service": "%s", "serviceUid": "%s",
                      "plan": {"epoch": 1, "generation": 1, "roles": [%s], "rejected": [%s]}}}"""
                .formatted(text(253), text(253), text(64), roles, rejected),
            PlacementPlan.class);
    assertThat(plan.getSpec().plan().roles()).hasSize(LAYERS * REPLICAS);
    assertThat(Serialization.asJson(plan).getBytes(StandardCharsets.UTF_8).length)
        .isBetween(128 << 10, 256 << 10);
  }

  private static String role(int index) {
    int layer = index % LAYERS;
    return ROLE.formatted(
        text(128), text(63), text(63), text(64), Long.MAX_VALUE, Long.MAX_VALUE, layer, layer + 1);
  }

  private static String text(int length) {
    return "x".repeat(length);
  }
}
