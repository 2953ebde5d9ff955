package dev.isthmus.agent.assign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.ModelSources;
import dev.isthmus.protocol.v1.ExpertHome;
import dev.isthmus.protocol.v1.ExpertSpread;
import dev.isthmus.protocol.v1.LayerExperts;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Over a mixture of experts with layers 0 and 1, all of them sparse. */
class RoleTensorsTest {

  private static final Path FIXTURE = Path.of("../engine/src/test/resources/fixtures/mixtral-8x2");

  private static final ExpertSpread SPREAD =
      ExpertSpread.newBuilder()
          .addHomes(
              ExpertHome.newBuilder()
                  .setRoleId("uid/experts/0")
                  .addLayers(LayerExperts.newBuilder().setLayer(1).setExperts("2-3")))
          .build();

  private static List<String> needed(RoleAssignment role) {
    try (ModelSource source =
        ModelSources.open(FIXTURE, files -> "sha256:", ModelSources.Resolver.NONE)) {
      Architecture model = Families.architecture(source);
      Predicate<String> needed = RoleTensors.of(role, model);
      return source.tensorNames().stream().filter(needed).sorted().toList();
    }
  }

  @Test
  void aHomeNeedsItsExpertsAlone() {
    assertThat(
            needed(
                RoleAssignment.newBuilder()
                    .setId("uid/experts/0")
                    .setRole(Role.ROLE_EXPERTS)
                    .setExperts(SPREAD)
                    .build()))
        .containsExactly(
            "model.layers.1.mlp.experts.2.down_proj.weight",
            "model.layers.1.mlp.experts.2.gate_proj.weight",
            "model.layers.1.mlp.experts.2.up_proj.weight",
            "model.layers.1.mlp.experts.3.down_proj.weight",
            "model.layers.1.mlp.experts.3.gate_proj.weight",
            "model.layers.1.mlp.experts.3.up_proj.weight");
  }

  @Test
  void aVerifierWhoseExpertsAreApartNeedsAllElse() {
    assertThat(
            needed(
                RoleAssignment.newBuilder().setRole(Role.ROLE_VERIFIER).setExperts(SPREAD).build()))
        .contains(
            "model.embed_tokens.weight",
            "model.layers.1.mlp.gate.weight",
            "model.layers.1.self_attn.q_proj.weight")
        .noneMatch(name -> name.contains(".experts."));
  }

  @Test
  void aStageNeedsItsLayers() {
    assertThat(
            needed(
                RoleAssignment.newBuilder()
                    .setRole(Role.ROLE_STAGE)
                    .setFirstLayer(1)
                    .setLastLayer(2)
                    .build()))
        .contains("model.layers.1.self_attn.q_proj.weight")
        .noneMatch(name -> name.startsWith("model.layers.0."));
  }
}
