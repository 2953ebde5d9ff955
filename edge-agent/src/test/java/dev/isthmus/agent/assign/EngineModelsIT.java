package dev.isthmus.agent.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.agent.experts.ExpertPlaces;
import dev.isthmus.engine.fetch.FetchSettings;
import dev.isthmus.protocol.v1.ExpertHome;
import dev.isthmus.protocol.v1.ExpertSpread;
import dev.isthmus.protocol.v1.LayerExperts;
import dev.isthmus.protocol.v1.ModelFacts;
import dev.isthmus.protocol.v1.ModelRef;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.PrecisionBytes;
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

  private static final Path MIXTURE =
      Path.of("../engine/src/test/resources/fixtures/qwen3-moe-16x4").toAbsolutePath().normalize();

  @TempDir Path folder;
  private final List<String> prepared = new ArrayList<>();
  private EngineModels models;

  @BeforeEach
  void openRoom() {
    models = models(1L << 30);
  }

  private EngineModels models(long memoryBytes) {
    EngineRoom room = new EngineRoom(folder.resolve("cache"), folder, 1, memoryBytes, 0);
    ModelOpener opener =
        new FetchedModels(FetchSettings.of(room.cacheDir(), room.home(), Map.of(), time -> {}));
    return new EngineModels(
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

  private static ModelRef mixture(double maxExpertError) {
    return ModelRef.newBuilder()
        .setUri("file:" + MIXTURE)
        .setMaxExpertError(maxExpertError)
        .build();
  }

  private static long int4(List<PrecisionBytes> bytes) {
    return bytes.stream()
        .filter(each -> each.getPrecision() == Precision.INT4)
        .mapToLong(PrecisionBytes::getBytes)
        .sum();
  }

  @Test
  void anInspectionThatMayLoseSomethingChoosesExpertsForFourBits() {
    ModelFacts exact = models.inspect(mixture(0));
    ModelFacts some = models.inspect(mixture(0.002));
    ModelFacts all = models.inspect(mixture(1));

    assertThat(exact.getNarrowExpertsList()).isEmpty();
    assertThat(ExpertPlaces.ids(some.getNarrowExpertsList())).hasSizeBetween(8, 40);
    assertThat(ExpertPlaces.ids(all.getNarrowExpertsList())).hasSize(64);
    assertThat(int4(some.getExpertBytesList()))
        .isBetween(int4(all.getExpertBytesList()) + 1, int4(exact.getExpertBytesList()) - 1);
    assertThat(int4(some.getBytesList())).isLessThan(int4(exact.getBytesList()));
    assertThat(some.getDigest()).isEqualTo(exact.getDigest());
    assertThat(folder.resolve("cache/effects/prepared")).doesNotExist();
  }

  @Test
  void whatCannotBeMeasuredIsRefusedWithWhatItTakes() {
    EngineModels small = models(1 << 20);

    assertThatThrownBy(() -> small.inspect(mixture(0.002)))
        .isInstanceOf(NoRoomException.class)
        .hasMessageMatching(
            "measuring what 4 bits change of the experts of file:.* needs 64 MB; 1 MB are free here: let a"
                + " larger node join, or leave out spec.quality.maxExpertError");
    assertThat(small.inspect(mixture(0)).getNarrowExpertsList()).isEmpty();
  }

  @Test
  void anAssignedExpertHasFourBitsInInt4Alone() {
    List<LayerExperts> narrow =
        List.of(LayerExperts.newBuilder().setLayer(2).setExperts("0-3").build());

    long wide = homeBytes(Precision.INT4, List.of());
    assertThat(homeBytes(Precision.INT4, narrow)).isLessThan(wide);
    assertThat(homeBytes(Precision.INT8, narrow)).isEqualTo(wide);
  }

  /** What a home of experts 3 and 4 of layer 2 holds. */
  private long homeBytes(Precision precision, List<LayerExperts> narrow) {
    LayerExperts held = LayerExperts.newBuilder().setLayer(2).setExperts("3-4").build();
    RoleAssignment home =
        RoleAssignment.newBuilder()
            .setId("home")
            .setRole(Role.ROLE_EXPERTS)
            .setPrecision(precision)
            .setModel(mixture(0))
            .setExperts(
                ExpertSpread.newBuilder()
                    .addHomes(ExpertHome.newBuilder().setRoleId("home").addLayers(held)))
            .addAllNarrowExperts(narrow)
            .build();
    LoadedRole loaded = models.load(home, phase -> {});
    loaded.close();
    return loaded.home().info().weightBytes();
  }
}
