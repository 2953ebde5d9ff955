package dev.isthmus.agent.assign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.agent.schedule.EngineLoop;
import dev.isthmus.agent.schedule.GreedyChooser;
import dev.isthmus.agent.schedule.LocalPipeline;
import dev.isthmus.agent.schedule.NoCounts;
import dev.isthmus.agent.schedule.ServeLimits;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.Inspection;
import dev.isthmus.protocol.v1.ModelRef;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.RoleState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssignerTest {

  @TempDir private Path dir;
  private final ToyModels models = new ToyModels();
  private final HandWorkshop workshop = new HandWorkshop();
  private final List<Observed> seen = new ArrayList<>();
  private RunningRoles running;
  private Assigner assigner;

  @BeforeEach
  void create() {
    running = new RunningRoles(new TextStore(dir));
    assigner = assigner();
  }

  @AfterEach
  void end() {
    running.loops().forEach(EngineLoop::close);
  }

  private Assigner assigner() {
    return new Assigner(
        new AssignmentStore(dir), models, running, workshop, AssignerTest::loop, seen::add);
  }

  private static EngineLoop loop(RoleAssignment role, LoadedRole loaded) {
    EngineLoop loop =
        new EngineLoop(
            "toy",
            role.getRole(),
            new LocalPipeline(loaded.engine(), System::nanoTime),
            new GreedyChooser(),
            ServeLimits.DEFAULT,
            System::nanoTime,
            new NoCounts());
    loop.start();
    return loop;
  }

  private static RoleAssignment role(String id, String uri, long plan) {
    return RoleAssignment.newBuilder()
        .setId(id)
        .setServiceUid("uid")
        .setRole(Role.ROLE_VERIFIER)
        .setPlanEpoch(plan)
        .setModel(ModelRef.newBuilder().setUri(uri))
        .build();
  }

  private static AssignmentRecord record(long epoch, RoleAssignment... roles) {
    return AssignmentRecord.newBuilder()
        .setVersion(1)
        .setRecordEpoch(epoch)
        .setNode("n")
        .addAllRoles(List.of(roles))
        .build();
  }

  private Observed last() {
    return seen.get(seen.size() - 1);
  }

  private boolean serves() {
    return running.engine("uid", Role.ROLE_VERIFIER, "").isPresent();
  }

  @Test
  void anAssignedRoleIsLoadedAndServed() {
    assigner.desire(record(7, role("r", "a", 3)));
    assertThat(last().roles().get(0).getState()).isEqualTo(RoleState.LOADING);
    assertThat(serves()).isFalse();

    workshop.work();

    assertThat(serves()).isTrue();
    assertThat(last().assignmentEpoch()).isEqualTo(7);
    assertThat(last().roles().get(0).getState()).isEqualTo(RoleState.READY);
    assertThat(last().roles().get(0).getNumericsClass()).isEqualTo("toy-class");
    assertThat(seen.stream().map(o -> o.roles().get(0).getMessage()))
        .contains("Preparing int8 weights 41 %");
  }

  @Test
  void anOlderRecordChangesNothing() {
    assigner.desire(record(7, role("r", "a", 3)));
    workshop.work();
    assigner.desire(record(6));
    assertThat(serves()).isTrue();
  }

  @Test
  void aNewPlanOfTheSameRoleKeepsItsEngine() {
    assigner.desire(record(7, role("r", "a", 3)));
    workshop.work();
    assigner.desire(record(8, role("r", "a", 4)));
    workshop.work();
    assertThat(models.asked).containsExactly("load a");
    assertThat(last().roles().get(0).getPlanEpoch()).isEqualTo(4);
    assertThat(last().roles().get(0).getState()).isEqualTo(RoleState.READY);
  }

  @Test
  void theFormerEngineGoesFirstWhereBothDoNotFit() {
    assigner.desire(record(7, role("r", "a", 3)));
    workshop.work();
    long held = running.memoryBytes();
    models.fail("b", new NoRoomException("no room", held));

    assigner.desire(record(8, role("r", "b", 4)));
    workshop.work();
    assertThat(models.asked).containsExactly("load a", "load b", "load b");
    assertThat(models.loaded.get(0).isClosed()).isTrue();
    assertThat(serves()).isFalse();

    models.mend("b");
    workshop.ring();
    workshop.work();
    assertThat(serves()).isTrue();
    assertThat(last().roles().get(0).getState()).isEqualTo(RoleState.READY);
  }

  @Test
  void theFormerEngineStaysWhereItsMemoryWouldNotDo() {
    assigner.desire(record(7, role("r", "a", 3)));
    workshop.work();
    models.fail("b", new NoRoomException("no room", running.memoryBytes() + 1));

    assigner.desire(record(8, role("r", "b", 4)));
    workshop.work();

    assertThat(serves()).isTrue();
    assertThat(last().roles().get(0).getState()).isEqualTo(RoleState.FAILED);
    assertThat(last().roles().get(0).getReason()).isEqualTo("InsufficientMemory");
  }

  @Test
  void aChangedModelIsLoadedBeforeTheFormerEngineGoes() {
    assigner.desire(record(7, role("r", "a", 3)));
    workshop.work();
    assigner.desire(record(8, role("r", "b", 4)));
    assertThat(serves()).isTrue();
    assertThat(last().roles().get(0).getState()).isEqualTo(RoleState.LOADING);
    workshop.work();
    assertThat(models.loaded.get(0).isClosed()).isTrue();
    assertThat(models.loaded.get(1).isClosed()).isFalse();
    assertThat(last().roles().get(0).getState()).isEqualTo(RoleState.READY);
  }

  @Test
  void anEmptyRecordTakesEverythingAway() {
    assigner.desire(record(7, role("r", "a", 3)));
    workshop.work();
    assigner.desire(record(8));
    assertThat(serves()).isFalse();
    assertThat(models.loaded.get(0).isClosed()).isTrue();
    assertThat(last()).isEqualTo(new Observed(8, List.of(), List.of()));
  }

  @Test
  void aRoleWithdrawnWhileItLoadsIsNotServed() {
    assigner.desire(record(7, role("r", "a", 3)));
    assigner.desire(record(8));
    workshop.work();
    assertThat(serves()).isFalse();
    assertThat(models.loaded.get(0).isClosed()).isTrue();
  }

  @Test
  void aRefusedModelIsReportedByNameAndTriedAgainLaterAndLater() {
    models.fail("a", new ModelRefusedException(Reason.WRONG_DIGEST, "a.gguf: not these bytes"));
    assigner.desire(record(7, role("r", "a", 3), role("ok", "b", 3)));
    workshop.work();
    assertThat(last().roles().get(0).getState()).isEqualTo(RoleState.FAILED);
    assertThat(last().roles().get(0).getReason()).isEqualTo("WrongDigest");
    assertThat(last().roles().get(0).getMessage()).isEqualTo("a.gguf: not these bytes");
    assertThat(last().roles().get(1).getState()).isEqualTo(RoleState.READY);

    workshop.ring();
    workshop.work();
    assertThat(workshop.waits).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(4));

    models.mend("a");
    workshop.ring();
    workshop.work();
    assertThat(last().roles().get(0).getState()).isEqualTo(RoleState.READY);
  }

  @Test
  void theLastAssignmentIsServedAgainAfterARestartWithoutABroker() {
    assigner.desire(record(7, role("r", "a", 3)));
    workshop.work();
    running.loops().forEach(EngineLoop::close);
    running = new RunningRoles(new TextStore(dir));
    Assigner restarted = assigner();
    restarted.resume();
    workshop.work();
    assertThat(serves()).isTrue();
    assertThat(last().assignmentEpoch()).isEqualTo(7);
  }

  @Test
  void aFileOnDiskThatIsNoAssignmentIsAsNone() throws java.io.IOException {
    java.nio.file.Files.write(dir.resolve("assignment.binpb"), new byte[] {1, 2, 3});
    assigner.resume();
    assertThat(seen).isEmpty();
  }

  @Test
  void inspectionsBecomeFactsAndFailuresSayWhy() {
    models.fail("bad", new ModelRefusedException(Reason.UNSUPPORTED_FAMILY, "bad: no such family"));
    AssignmentRecord.Builder record = record(7).toBuilder();
    for (String uri : List.of("good", "bad")) {
      record.addInspections(
          Inspection.newBuilder()
              .setModel(ModelRef.newBuilder().setUri(uri).setPackage("x/" + uri)));
    }
    assigner.desire(record.build());
    workshop.work();
    assertThat(last().models())
        .anySatisfy(facts -> assertThat(facts.getDigest()).isEqualTo("sha256:1"))
        .anySatisfy(
            facts -> {
              assertThat(facts.getPackage()).isEqualTo("x/bad");
              assertThat(facts.getFailureReason()).isEqualTo("UnsupportedFamily");
              assertThat(facts.getFailureMessage()).isEqualTo("bad: no such family");
            });
  }
}
