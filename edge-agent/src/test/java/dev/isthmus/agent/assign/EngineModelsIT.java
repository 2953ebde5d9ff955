package dev.isthmus.agent.assign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.fetch.FetchSettings;
import dev.isthmus.protocol.v1.ModelRef;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights are prepared in this process: what a child would do, without its JVM. */
class EngineModelsIT {

  private static final Path FIXTURE =
      Path.of("../engine/src/test/resources/fixtures/llama-gqa").toAbsolutePath().normalize();

  @TempDir Path folder;
  private final List<String> prepared = new ArrayList<>();
  private EngineModels models;

  @BeforeEach
  void openRoom() {
    EngineRoom room = new EngineRoom(folder.resolve("cache"), folder, 1, 1L << 30, 0);
    ModelOpener opener =
        new FetchedModels(FetchSettings.of(room.cacheDir(), room.home(), Map.of(), time -> {}));
    models =
        new EngineModels(
            room,
            opener,
            new TextFiles(new TextStore(folder.resolve("data"))),
            (role, freeBytes, phase) -> {
              prepared.add(role.getId());
              String wire = Base64.getEncoder().encodeToString(role.toByteArray());
              PrintStream quiet = new PrintStream(OutputStream.nullOutputStream());
              assertThat(RoleWeights.prepare(room, opener, wire, quiet)).isZero();
            },
            System::nanoTime,
            () -> 0,
            (role, digest) -> null);
  }

  private List<String> load(RoleAssignment role) {
    List<String> phases = new ArrayList<>();
    models.load(role, phases::add).close();
    return phases;
  }

  private static RoleAssignment role(Role kind, String id, int last) {
    return RoleAssignment.newBuilder()
        .setId(id)
        .setRole(kind)
        .setPrecision(Precision.INT8)
        .setModel(ModelRef.newBuilder().setUri("file:" + FIXTURE))
        .setLastLayer(last)
        .setKvBytes(1 << 20)
        .build();
  }

  @Test
  void whatLiesInTheCacheIsLoadedWithoutAProcessThatPreparesIt() {
    assertThat(load(role(Role.ROLE_VERIFIER, "first", 0))).contains("Preparing int8 weights");
    assertThat(load(role(Role.ROLE_VERIFIER, "again", 0))).doesNotContain("Preparing int8 weights");
    assertThat(load(role(Role.ROLE_STAGE, "stage", 2))).contains("Preparing int8 weights");
    assertThat(load(role(Role.ROLE_STAGE, "stage again", 2)))
        .doesNotContain("Preparing int8 weights");

    assertThat(prepared).containsExactly("first", "stage");
  }

  @Test
  void aVerifierWhoseQualityIsNotKnownIsComparedThoughItsWeightsLieThere() {
    load(role(Role.ROLE_DRAFTER, "drafter", 0));
    load(role(Role.ROLE_VERIFIER, "verifier", 0));

    assertThat(prepared).containsExactly("drafter", "verifier");
  }
}
